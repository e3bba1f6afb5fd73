using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>A run that begins. Its owner is that of the session.</summary>
/// <param name="SessionId">The session that it belongs to.</param>
public sealed record NewRun(Guid SessionId)
{
    /// <summary>
    /// A UUID v7; lists are in its order. Starting the same id again by the same worker returns the run as it is; a pending one begins.
    /// Default: a new one.
    /// </summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The run on whose behalf this one works, in any session of the workspace; none by default.</summary>
    public Guid? ParentRunId { get; init; }

    /// <summary>The agent that runs; 1 to 100 characters, registered. Default: the agent that is active in the session.</summary>
    public string? AgentId { get; init; }

    /// <summary>What part the agent plays, such as <c>planner</c>; 1 to 200 characters, none by default.</summary>
    public string? AgentType { get; init; }

    /// <summary>The model's name at its provider; 1 to 200 characters, none by default.</summary>
    public string? Model { get; init; }

    /// <summary>The host's name for the choice of model; 1 to 200 characters, none by default.</summary>
    public string? ModelAlias { get; init; }

    /// <summary>What the provider calls the conversation, where a run goes on from an earlier one; 1 to 500 characters, none by default.</summary>
    public string? ProviderSessionId { get; init; }

    /// <summary>Where it goes on from, kept verbatim; at most <see cref="ContentLimits.CheckpointBytes"/>, none by default.</summary>
    public JsonElement? Checkpoint { get; init; }

    /// <summary>The host's own data; at most <see cref="ContentLimits.MetadataBytes"/>, empty by default.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Who holds the lease; 1 to 200 characters. Default: this process, as <c>machine/process id</c>.</summary>
    public string? Worker { get; init; }

    /// <summary>
    /// How long the worker may be silent before others may take the run over: one second to one day. Default: five minutes. Every commit and
    /// renewal under the lease starts it anew.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most tokens, input and output together, that may be reserved and spent for this run; greater than zero. No limit by default.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The most money that may be reserved and spent for this run; greater than zero. No limit by default.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>Whether it waits for something before it runs; then nobody holds it. Off by default: it runs now.</summary>
    public bool IsPending { get; init; }
}
