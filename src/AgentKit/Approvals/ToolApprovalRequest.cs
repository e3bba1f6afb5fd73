using System.Text.Json;

namespace AgentKit;

/// <summary>A tool call that a model asks for, before anybody has decided about it.</summary>
/// <param name="Scope">On whose behalf the agent works.</param>
/// <param name="ToolName">The name under which the model calls the tool.</param>
/// <param name="Risk">What the tool declares.</param>
/// <param name="Level">What the person allows; see <see cref="Preferences.AutoExecuteLevel"/>.</param>
public sealed record ToolApprovalRequest(AgentScope Scope, string ToolName, ToolRisk Risk, AutoExecuteLevel Level)
{
    /// <summary>The session in which it is asked for; none by default.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>What the tool would be called with, for a policy that looks at amounts or recipients; none by default.</summary>
    public JsonElement? Input { get; init; }
}
