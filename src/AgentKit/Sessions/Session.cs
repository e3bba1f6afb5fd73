using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>
/// One conversation or workflow as it stood at one version. A snapshot: it says what a commit may build on, and never changes by itself.
/// </summary>
public sealed record Session
{
    /// <summary>A UUID v7, made by the client.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 when created, one more with every commit.</summary>
    public required long Version { get; init; }

    /// <summary>The tenant.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The owner; <see langword="null"/> for a session of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The agent that is active now.</summary>
    public required string AgentId { get; init; }

    /// <summary>Where the session stands.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>Why it has this status, as given by whoever changed it.</summary>
    public string? StatusReason { get; init; }

    /// <summary>The person or queue that it was handed off to.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>The phase of the agent's definition; <see langword="null"/> before the first.</summary>
    public string? Phase { get; init; }

    /// <summary>A title for people.</summary>
    public string? Title { get; init; }

    /// <summary>What sort of session it is: <c>conversation</c> unless the host says otherwise.</summary>
    public required string Kind { get; init; }

    /// <summary>The host's key of the conversation, such as a phone number or a thread id.</summary>
    public string? ConversationKey { get; init; }

    /// <summary>A readable id, unique in the workspace.</summary>
    public string? Slug { get; init; }

    /// <summary>The folder that a workflow session works in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The session that this one was forked from; it may be gone. <see langword="null"/> for one that began by itself.</summary>
    public Guid? ParentSessionId { get; init; }

    /// <summary>How many turns it began with, copied from <see cref="ParentSessionId"/>; <see langword="null"/> where that is.</summary>
    public long? ForkedAtTurn { get; init; }

    /// <summary>How many turns it has; the number of the last one.</summary>
    public required long TurnCount { get; init; }

    /// <summary>The sum over all turns ever committed to it, taken back or not, and all usage that was committed besides.</summary>
    public required long InputTokens { get; init; }

    /// <summary>The sum over all turns ever committed to it, taken back or not, and all usage that was committed besides.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>The sum over all turns ever committed to it, taken back or not, and all usage that was committed besides, in the host's currency.
    /// </summary>
    public required decimal Cost { get; init; }

    /// <summary>
    /// The host's own data. Values are kept exactly; key order and the spelling of numbers are not. Empty where another writer has stored
    /// something that is no object.
    /// </summary>
    public required JsonObject Metadata { get; init; }

    /// <summary>When it was created, by the host's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this version was written, by the clock of the database.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the last turn was committed, by the host's clock; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? LastTurnAt { get; init; }

    /// <summary>When it was closed or archived, by the host's clock; <see langword="null"/> while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
