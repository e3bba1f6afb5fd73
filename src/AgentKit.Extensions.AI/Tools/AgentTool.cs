using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// A tool that agents may be given: a function with its name, description and JSON schema, and what can go wrong when it is called.
/// </summary>
/// <param name="Function">What is called. Its name is the one in <see cref="AgentDefinition.Tools"/>: 1 to 200 characters.</param>
/// <param name="Risk">
/// Decides, with the person's <see cref="AutoExecuteLevel"/>, whether it is called at once, after an approval, or only suggested;
/// <see cref="ToolRisk.Unspecified"/>, the default, counts as high.
/// </param>
public sealed record AgentTool(AIFunction Function, ToolRisk Risk = ToolRisk.Unspecified)
{
    /// <summary>The name under which agents list it and models call it.</summary>
    public string Name => Function.Name;

    /// <summary>What a model is told about it.</summary>
    public string Description => Function.Description;

    /// <summary>The JSON schema of its arguments.</summary>
    public JsonElement Schema => Function.JsonSchema;

    /// <summary>
    /// Whether a person is asked before each call that the policy would let through: so for an <see cref="ApprovalRequiredAIFunction"/>,
    /// whatever its risk.
    /// </summary>
    public bool AlwaysRequiresApproval => Function.GetService<ApprovalRequiredAIFunction>() is not null;
}
