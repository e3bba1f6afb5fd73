using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>Everything that one step changes in a session. All of it is applied, or nothing is.</summary>
public sealed record SessionCommit
{
    // Made when they are first asked for: most commits have none.
    private JsonObject? _metadata;
    private JsonObject? _capturedData;
    private JsonObject? _data;

    /// <summary>
    /// Identifies the operation. Sent again, after whatever failure and however many commits later, it returns the original result and writes
    /// nothing. Default: a new UUID v7; keep it to be able to repeat the commit after a crash. A copy made by <c>with</c> has the same one: give
    /// the copy another, or it counts as the same operation. The id of the session is taken by its creation.
    /// </summary>
    public Guid OperationId { get; init; } = Guid.CreateVersion7();

    /// <summary>Turns to append, in order; none by default.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>
    /// Takes back the turns after this number before anything is appended, so that a question is edited and answered anew in one commit: 0 to the
    /// session's <see cref="Session.TurnCount"/>. Default: nothing is taken back. Versioned commits only.
    /// </summary>
    /// <remarks>
    /// What is taken back stays readable by <see cref="ISessionStore.GetArchivedTurnsAsync"/>, and stays in the totals: it was paid for. A turn
    /// that is taken back and appended again as it was read, which its <see cref="Turn.Number"/> shows, is not counted a second time. Phase,
    /// state and metadata stay as they are, unless the commit sets them. Summaries of turns that are taken back no longer apply.
    /// </remarks>
    public long? RewindTo { get; init; }

    /// <summary>
    /// Stores a turn that stands for the first turns of the session from now on, where <see cref="ISessionStore.GetHistoryAsync"/> reads it. The
    /// turns themselves stay. None by default; versioned commits only.
    /// </summary>
    public SessionSummary? Summary { get; init; }

    /// <summary>The phase to go to; must be allowed by the agent's definition. Default: the phase stays.</summary>
    public string? Phase { get; init; }

    /// <summary>
    /// The status to go to. Default: the status stays. Only an open session (active, paused, handed off) takes commits; from
    /// <see cref="SessionStatus.Closed"/> a session may be archived, and every session may be made active again.
    /// </summary>
    public SessionStatus? Status { get; init; }

    /// <summary>Why the status changes; 1 to 500 characters. Only together with <see cref="Status"/>.</summary>
    public string? StatusReason { get; init; }

    /// <summary>The person or queue that takes over; 1 to 500 characters. Only together with <see cref="SessionStatus.HandedOff"/>.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>A new title, 1 to 500 characters. Default: the title stays.</summary>
    public string? Title { get; init; }

    /// <summary>The agent that is active from now on; it must be registered. Default: the agent stays.</summary>
    public string? AgentId { get; init; }

    /// <summary>Consumption that belongs to no turn; added to the totals like that of the turns.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>
    /// The run that commits: its totals move with the session's, and its lease lasts anew. Under a lease that is lost the commit is refused with
    /// <see cref="RunLeaseLostException"/>, unless it was applied before; only that takes a second round trip, to say who holds the run now.
    /// Default: none, and no lease is asked.
    /// </summary>
    public RunLease? Run { get; init; }

    /// <summary>
    /// The reservation that the usage of this commit was made under; the commit settles it. It must be one of this session; one that has
    /// expired, or is not there, is no error. Default: none; usage counts for the budgets that apply all the same.
    /// </summary>
    public Guid? ReservationId { get; init; }

    /// <summary>Merged into the session's metadata by key: a key given here replaces the stored one.</summary>
    /// <exception cref="ArgumentNullException">It is set to null.</exception>
    public JsonObject Metadata
    {
        get => _metadata ?? Interlocked.CompareExchange(ref _metadata, [], null) ?? _metadata;
        init => _metadata = value ?? throw new ArgumentNullException(nameof(Metadata));
    }

    /// <summary>Appended to the intents seen, unless a name is already there.</summary>
    public IReadOnlyList<IntentSeen> IntentsSeen { get; init; } = [];

    /// <summary>Appended to the templates sent.</summary>
    public IReadOnlyList<TemplateSent> TemplatesSent { get; init; } = [];

    /// <summary>Merged into the captured data by key: a key given here replaces the stored one.</summary>
    /// <exception cref="ArgumentNullException">It is set to null.</exception>
    public JsonObject CapturedData
    {
        get => _capturedData ?? Interlocked.CompareExchange(ref _capturedData, [], null) ?? _capturedData;
        init => _capturedData = value ?? throw new ArgumentNullException(nameof(CapturedData));
    }

    /// <summary>Merged into the other data of the state by key: a key given here replaces the stored one.</summary>
    /// <exception cref="ArgumentNullException">It is set to null.</exception>
    public JsonObject Data
    {
        get => _data ?? Interlocked.CompareExchange(ref _data, [], null) ?? _data;
        init => _data = value ?? throw new ArgumentNullException(nameof(Data));
    }

    internal bool HasMetadata => _metadata is { Count: > 0 };

    internal bool HasCapturedData => _capturedData is { Count: > 0 };

    internal bool HasData => _data is { Count: > 0 };
}
