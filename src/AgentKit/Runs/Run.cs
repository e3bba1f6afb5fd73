using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>One execution of an agent in a session, as it stood when it was read.</summary>
public sealed record Run
{
    /// <summary>A UUID v7, made by the client.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session that it belongs to.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The owner of the session; <see langword="null"/> for a session of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The run on whose behalf it works.</summary>
    public Guid? ParentRunId { get; init; }

    /// <summary>The agent that runs; what it spends counts for the budget of this agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>What part the agent plays, such as <c>planner</c>.</summary>
    public string? AgentType { get; init; }

    /// <summary>The model's name at its provider.</summary>
    public string? Model { get; init; }

    /// <summary>The host's name for the choice of model.</summary>
    public string? ModelAlias { get; init; }

    /// <summary>What the provider calls the conversation, for resuming it there.</summary>
    public string? ProviderSessionId { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What a successor needs to go on, verbatim; <see langword="null"/> where none was saved.</summary>
    public JsonElement? Checkpoint { get; init; }

    /// <summary>
    /// The host's own data. Values are kept exactly; key order and the spelling of numbers are not. Empty where another writer has stored
    /// something that is no object.
    /// </summary>
    public required JsonObject Metadata { get; init; }

    /// <summary>Tokens sent to the model, summed over all commits for this run.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens that the model produced, summed over all commits for this run.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>The price, summed over all commits for this run, in the host's currency. Child runs count for themselves.</summary>
    public required decimal Cost { get; init; }

    /// <summary>The most tokens that may be reserved and spent for it.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The most money that may be reserved and spent for it.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>What went wrong, or why it was called off; <see langword="null"/> otherwise.</summary>
    public RunError? Error { get; init; }

    /// <summary>The right to write for it, as of this reading: its holder's, so a worker that has not begun or taken over the run must not use it.</summary>
    public required RunLease Lease { get; init; }

    /// <summary>Who holds the lease, or held it last; <see langword="null"/> while it is pending.</summary>
    public string? Worker { get; init; }

    /// <summary>When others may take it over, by the clock of the database; <see langword="null"/> unless it is running.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>When its worker was last heard of, by the clock of the database; <see langword="null"/> while it is pending.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>When it was recorded first, by the host's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began; <see langword="null"/> while it is pending, and if it was called off before it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over; <see langword="null"/> before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
