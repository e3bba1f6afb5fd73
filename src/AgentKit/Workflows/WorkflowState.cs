using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>The content of <c>state.json</c>, in the order of its members.</summary>
internal sealed record WorkflowState
{
    public const string FormatName = "agentkit-workflow";
    public const int LatestFormatVersion = 1;

    public string? Format { get; init; }

    public int FormatVersion { get; init; }

    public DateTimeOffset SavedAt { get; init; }

    public required Guid Id { get; init; }

    public required long Version { get; init; }

    public required string AgentId { get; init; }

    public required string Kind { get; init; }

    public string? Slug { get; init; }

    public string? Title { get; init; }

    public string? Phase { get; init; }

    public string? Status { get; init; }

    public string? StatusReason { get; init; }

    public string? AssignedTo { get; init; }

    public Guid? ParentSessionId { get; init; }

    public long? ForkedAtTurn { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public WorkflowTotals? Totals { get; init; }

    public JsonObject Metadata { get; init; } = [];

    public JsonObject CapturedData { get; init; } = [];

    public JsonObject Data { get; init; } = [];

    public IReadOnlyList<WorkflowRunState> Runs { get; init; } = [];

    public static WorkflowState Of(SessionSnapshot snapshot, IEnumerable<WorkflowRunState> runs, DateTimeOffset now)
    {
        var session = snapshot.Session;
        return new WorkflowState
        {
            Format = FormatName,
            FormatVersion = LatestFormatVersion,
            SavedAt = now,
            Id = session.Id,
            Version = session.Version,
            AgentId = session.AgentId,
            Kind = session.Kind,
            Slug = session.Slug,
            Title = session.Title,
            Phase = session.Phase,
            Status = SessionStatusNames.Of(session.Status),
            StatusReason = session.StatusReason,
            AssignedTo = session.AssignedTo,
            ParentSessionId = session.ParentSessionId,
            ForkedAtTurn = session.ForkedAtTurn,
            CreatedAt = session.CreatedAt,
            UpdatedAt = session.UpdatedAt,
            Totals = new WorkflowTotals(session.TurnCount, session.InputTokens, session.OutputTokens, session.Cost),
            Metadata = session.Metadata,
            CapturedData = snapshot.State.CapturedData,
            Data = snapshot.State.Data,
            Runs = [.. runs],
        };
    }

    /// <summary>The session as it is created where the database does not have it.</summary>
    public NewSession ToNewSession(string workingDirectory) => new(AgentId)
    {
        Id = Id,
        Kind = Kind,
        Slug = Slug,
        Title = Title,
        Phase = Phase,
        WorkingDirectory = workingDirectory,
        Metadata = Metadata,
        CapturedData = CapturedData,
        Data = Data,
    };

    /// <summary>What the file says otherwise than the database, or nothing.</summary>
    public SessionCommit? Differences(SessionSnapshot current)
    {
        var commit = new SessionCommit
        {
            Phase = Phase == current.Session.Phase ? null : Phase,
            Title = Title == current.Session.Title ? null : Title,
            Metadata = Changed(Metadata, current.Session.Metadata),
            CapturedData = Changed(CapturedData, current.State.CapturedData),
            Data = Changed(Data, current.State.Data),
        };
        return commit is { Phase: null, Title: null, Metadata.Count: 0, CapturedData.Count: 0, Data.Count: 0 } ? null : commit;
    }

    private static JsonObject Changed(JsonObject members, JsonObject known) => new(
        members
            .Where(member => !known.TryGetPropertyValue(member.Key, out var value) || !JsonNode.DeepEquals(member.Value, value))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
