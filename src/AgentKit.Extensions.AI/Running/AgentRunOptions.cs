using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>What may be said of one run.</summary>
public sealed record AgentRunOptions
{
    /// <summary>
    /// A UUID v7 that makes the call repeatable: called again with the same one, such as one that is stored with the message that came in,
    /// it returns what came of the run, and the model is not called again. Default: a new one for each call.
    /// </summary>
    public Guid? RunId { get; init; }

    /// <summary>The run on whose behalf this one works; none by default.</summary>
    public Guid? ParentRunId { get; init; }

    /// <summary>What part the agent plays, such as <c>planner</c>; 1 to 200 characters, none by default.</summary>
    public string? AgentType { get; init; }

    /// <summary>The most tokens that this run may spend; no limit by default.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The most money that this run may spend; no limit by default.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>The host's own data, kept with the run; empty by default.</summary>
    public JsonObject Metadata { get; init; } = [];
}
