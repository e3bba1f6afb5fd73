using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Tests.BadInput;

/// <summary>Good values of everything that callers make, with something in every member, so that every member has a place.</summary>
internal static class Samples
{
    public static JsonElement Json { get; } = JsonElement.Parse("""{"a":1}""");

    public static Usage Usage { get; } = new() { InputTokens = 3, OutputTokens = 2, CachedInputTokens = 1, ReasoningTokens = 1, Cost = 0.5m };

    public static Turn Turn { get; } = new()
    {
        Role = TurnRole.Assistant,
        Content =
        [
            new TextBlock("text"),
            new ToolUseBlock("call", "look", Json),
            new ToolResultBlock("call", Json),
            new OtherBlock("image", JsonElement.Parse("""{"type":"image"}""")),
        ],
        Author = "author",
        Model = "model",
        Intent = new IntentResult("greet", 0.5, [new("other", 0.1)]),
        Usage = Usage,
        Latency = TimeSpan.FromMilliseconds(5),
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Metadata = new JsonObject { ["a"] = 1 },
    };

    public static NewSession Session => new("own")
    {
        Id = Guid.CreateVersion7(),
        ConversationKey = $"key {Guid.NewGuid()}",
        Slug = $"slug {Guid.NewGuid()}",
        Title = "title",
        WorkingDirectory = "folder",
        Phase = "phase",
    };

    public static SessionCommit Commit(Subject subject) => new()
    {
        AgentId = "own",
        AssignedTo = "somebody",
        Status = SessionStatus.HandedOff,
        StatusReason = "reason",
        Phase = "phase",
        Title = "title",
        Turns = [Turn],
        IntentsSeen = [new("greet", 0.5, DateTimeOffset.UtcNow)],
        TemplatesSent = [new("welcome", DateTimeOffset.UtcNow)],
        RewindTo = 0,
        Summary = new SessionSummary(1, Turn with { Content = [new TextBlock("summary")] }),
        Run = subject.Run,
        ReservationId = subject.ReservationId,
        Usage = Usage,
    };

    /// <summary>What depends on nothing that is there.</summary>
    public static SessionCommit Append(Subject subject) => Commit(subject) with { AgentId = null, Phase = null, RewindTo = null, Summary = null };

    public static NewFork Fork => new() { Title = "fork", ConversationKey = $"key {Guid.NewGuid()}", Slug = $"slug {Guid.NewGuid()}", WorkingDirectory = "fork" };

    public static NewRun Run(Subject subject) => new(subject.Session.Id)
    {
        AgentId = "own",
        AgentType = "type",
        Model = "model",
        ModelAlias = "alias",
        ProviderSessionId = "provider",
        Checkpoint = Json,
        Worker = "worker",
        TokenLimit = 1_000,
        CostLimit = 1,
        ParentRunId = subject.Run.RunId,
    };

    public static NewToolRun ToolRun(Subject subject) => new(subject.Session.Id, "look", Json)
    {
        RunId = subject.Run.RunId,
        TurnNumber = 1,
        ToolUseId = "call",
    };

    public static CompletedToolRun CompletedToolRun(Subject subject) => new(subject.Session.Id, "look", Json)
    {
        StartedAt = DateTimeOffset.UtcNow,
        Duration = TimeSpan.FromSeconds(1),
        Output = Json,
        RunId = subject.Run.RunId,
        TurnNumber = 1,
        ToolUseId = "call",
    };

    public static NewTask Task(Subject subject) =>
        new("title", [new NewTaskStep("step") { ToolName = "look", Input = Json, RequiresApproval = true }])
        {
            Description = "description",
            SessionId = subject.Session.Id,
            RunId = subject.Run.RunId,
            DueAt = DateTimeOffset.UtcNow.AddDays(1),
            Input = Json,
        };

    public static NewClaim Claim(Subject subject) => new("worker", TimeSpan.FromMinutes(5))
    {
        TaskId = subject.Task.TaskId,
        SessionId = subject.Session.Id,
        ToolNames = ["look"],
    };

    public static NewEvent Event(Subject subject) => new(EventCategory.Hook, "type")
    {
        SessionId = subject.Session.Id,
        RunId = subject.Run.RunId,
        ToolName = "look",
        Payload = Json,
        OccurredAt = DateTimeOffset.UtcNow,
    };

    public static AgentDefinition Agent => new("sample", "Sample")
    {
        Description = "description",
        Instructions = "instructions",
        Model = "model",
        ModelAlias = "alias",
        Tools = ["look"],
        Phases = [new("phase", "phase")],
        TokenBudget = 1_000,
    };

    public static PreferenceChange Preferences => new()
    {
        Locale = "es-CO",
        TimeZoneId = "America/Bogota",
        ResponseStyle = "short",
        AutoExecuteLevel = AutoExecuteLevel.Confirm,
        RemovedMetadata = ["removed"],
    };

    public static RetentionPolicy Retention => new()
    {
        AccessLog = TimeSpan.FromDays(1_000),
        ArchivedTurns = TimeSpan.FromDays(1_000),
        Events = TimeSpan.FromDays(1_000),
    };
}
