using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// On whose behalf a tool is called. A delegate given to
/// <see cref="AgentKitBuilderExtensions.AddTool(AgentKitBuilder, Delegate, string, string, ToolRisk)"/> gets it as a parameter, which is
/// not part of the schema that the model sees.
/// </summary>
public sealed record ToolContext
{
    /// <summary>Who asks; for calls of stores from within the tool.</summary>
    public required AgentScope Scope { get; init; }

    /// <summary>The session that it is called for.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The agent's run that calls it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>
    /// The id of the tool run. The same call has the same one in every attempt, after a crash too: what a tool passes on to systems that
    /// take a key of idempotency.
    /// </summary>
    public required Guid ToolRunId { get; init; }

    /// <summary>The provider's id of the call.</summary>
    public required string ToolUseId { get; init; }

    /// <summary>The context of a call, or <see langword="null"/> where a function is not called by an agent runner.</summary>
    /// <param name="arguments">What the function was called with.</param>
    /// <exception cref="ArgumentNullException">There are no arguments.</exception>
    public static ToolContext? Find(AIFunctionArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Context?.TryGetValue(typeof(ToolContext), out var context) == true ? context as ToolContext : null;
    }

    internal void AddTo(AIFunctionArguments arguments)
    {
        arguments.Context ??= new Dictionary<object, object?>();
        arguments.Context[typeof(ToolContext)] = this;
    }
}
