using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>The content of <c>state.json</c>, in the order of its members.</summary>
/// <remarks>set and not init: generated code gives an init-only member that the file lacks null, and not its default.</remarks>
internal sealed record WorkflowState
{
    public const string FormatName = "agentkit-workflow";
    public const int LatestFormatVersion = 1;

    public string? Format { get; set; }

    public int FormatVersion { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public required Guid Id { get; set; }

    public required long Version { get; set; }

    public required string AgentId { get; set; }

    public required string Kind { get; set; }

    public string? Slug { get; set; }

    public string? Title { get; set; }

    public string? Phase { get; set; }

    public string? Status { get; set; }

    public string? StatusReason { get; set; }

    public string? AssignedTo { get; set; }

    public Guid? ParentSessionId { get; set; }

    public long? ForkedAtTurn { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public WorkflowTotals? Totals { get; set; }

    public JsonObject Metadata { get; set; } = [];

    public JsonObject CapturedData { get; set; } = [];

    public JsonObject Data { get; set; } = [];

    public IReadOnlyList<WorkflowRunState> Runs { get; set; } = [];

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
