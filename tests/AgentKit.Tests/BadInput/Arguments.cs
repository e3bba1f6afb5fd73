using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Tests.BadInput;

/// <summary>Good arguments for every method, by type and by name. What is not known here fails the tests, and is to be added.</summary>
internal static class Arguments
{
    private static readonly Dictionary<string, object?> Texts = new()
    {
        ["conversationKey"] = "key",
        ["agentId"] = "own",
        ["slug"] = "slug",
        ["name"] = "Own",
        ["instructions"] = "instructions",
        ["toolName"] = "look",
        ["userId"] = "u-1",
        ["reason"] = "reason",
        ["assignedTo"] = "somebody",
        ["worker"] = "worker",
        ["agentType"] = "type",
        ["providerSessionId"] = "provider",
        ["workingDirectory"] = "folder",
        ["input"] = "input",
        ["after"] = null,
        ["login"] = null,
    };

    private static readonly Dictionary<string, object?> Numbers = new()
    {
        ["stepNumber"] = 1,
        ["failedAttempt"] = 1,
        ["toVersion"] = 9,
        ["fromVersion"] = 0,
    };

    public static object?[] For(StoreMethod method, Subject subject) =>
        [.. method.Parameters.Select(parameter => For(method, parameter, subject))];

    private static object? For(StoreMethod method, ParameterInfo parameter, Subject subject)
    {
        var name = parameter.Name!;
        return parameter.ParameterType switch
        {
            var type when type == typeof(AgentScope) => subject.Scope,
            var type when type == typeof(CancellationToken) => CancellationToken.None,
            var type when type == typeof(Session) => subject.Session,
            var type when type == typeof(ArchivedTurn) => new ArchivedTurn(Samples.Turn with { Number = 1, Version = 1 }, 2, DateTimeOffset.UtcNow),
            var type when type == typeof(string) => Texts[name],
            var type when type == typeof(Guid) => IdOf(name, subject),
            var type when type == typeof(Guid?) => name == "reservationId" ? subject.ReservationId : Guid.CreateVersion7(),
            var type when type == typeof(int) || type == typeof(int?) => Numbers.GetValueOrDefault(name, 10),
            var type when type == typeof(long) || type == typeof(long?) => 0L,
            var type when type == typeof(bool) => false,
            var type when type == typeof(TimeSpan) => TimeSpan.FromHours(1),
            var type when type == typeof(TimeSpan?) => TimeSpan.FromHours(2),
            var type when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => DateTimeOffset.UtcNow,
            var type when type == typeof(JsonElement) || type == typeof(JsonElement?) => Samples.Json,
            var type when type == typeof(JsonObject) => new JsonObject { ["a"] = 1 },
            var type when type == typeof(Stream) && name == "destination" => Stream.Null,
            var type when type == typeof(Stream) => new MemoryStream(Encoding.UTF8.GetBytes("")),
            var type when typeof(Delegate).IsAssignableFrom(type) => DelegateOf(type),
            var type => RecordOf(method, type, subject),
        };
    }

    private static Guid IdOf(string name, Subject subject) => name switch
    {
        "sessionId" => subject.Session.Id,
        "runId" => subject.Run.RunId,
        "taskId" => subject.Task.TaskId,
        "toolRunId" => subject.ToolRunId,
        "reservationId" => subject.ReservationId,
        _ => throw new KeyNotFoundException($"No sample for an id called {name}."),
    };

    private static object RecordOf(StoreMethod method, Type type, Subject subject) => type.Name switch
    {
        nameof(NewSession) => Samples.Session,
        nameof(SessionCommit) => method.Method.Name == nameof(ISessionStore.AppendAsync) ? Samples.Append(subject) : Samples.Commit(subject),
        nameof(NewFork) => Samples.Fork,
        nameof(IntentSeen) => new IntentSeen("greet", 0.5, DateTimeOffset.UtcNow),
        nameof(TemplateSent) => new TemplateSent("welcome", DateTimeOffset.UtcNow),
        nameof(SessionFilter) => new SessionFilter { UserId = "u-1", AgentId = "own", Kind = "chat" },
        nameof(TurnSearch) => new TurnSearch("text") { UserId = "u-1", From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UtcNow.AddDays(1) },
        nameof(NewRun) => Samples.Run(subject),
        nameof(RunLease) => subject.Run,
        nameof(RunError) => new RunError("type", "message"),
        nameof(RunFilter) => new RunFilter { AgentId = "own", AgentType = "type" },
        nameof(Usage) => Samples.Usage,
        nameof(NewToolRun) => Samples.ToolRun(subject),
        nameof(CompletedToolRun) => Samples.CompletedToolRun(subject),
        nameof(ToolError) => new ToolError("type", "message"),
        nameof(ToolRunFilter) => new ToolRunFilter { ToolName = "look" },
        nameof(NewTask) => Samples.Task(subject),
        nameof(NewClaim) => Samples.Claim(subject),
        nameof(TaskLease) => subject.Task,
        nameof(NewDecision) => new NewDecision { Approver = "u-1", Comment = "comment" },
        nameof(TaskFilter) => new TaskFilter { UserId = "u-1" },
        nameof(ApprovalFilter) => new ApprovalFilter { UserId = "u-1" },
        nameof(NewEvent) => Samples.Event(subject),
        nameof(EventFilter) => new EventFilter { Type = "type", ToolName = "look", Category = EventCategory.Hook },
        nameof(AgentDefinition) => Samples.Agent,
        nameof(BudgetSubject) => BudgetSubject.Session(subject.Session.Id),
        nameof(BudgetLimit) => new BudgetLimit(1_000, 1),
        nameof(NewReservation) => new NewReservation(subject.Session.Id) { Tokens = 1, Cost = 0.1m, RunId = subject.Run.RunId },
        nameof(PreferenceChange) => Samples.Preferences,
        nameof(RetentionPolicy) => Samples.Retention,
        nameof(AccessFilter) => new AccessFilter { UserId = "u-1" },
        nameof(ToolApprovalRequest) => new ToolApprovalRequest(subject.Scope, "look", ToolRisk.Low, AutoExecuteLevel.Confirm) { Input = Samples.Json },
        _ when type == typeof(IReadOnlyList<NewEvent>) => new[] { Samples.Event(subject) },
        _ => throw new KeyNotFoundException($"No sample of {type}."),
    };

    private static Delegate? DelegateOf(Type type) => type switch
    {
        _ when type == typeof(Func<SessionSnapshot, SessionCommit?>) => (SessionSnapshot _) => (SessionCommit?)null,
        _ when type == typeof(Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>>) =>
            (SessionSnapshot _, CancellationToken _) => ValueTask.FromResult<SessionCommit?>(null),
        _ when type == typeof(Func<UnansweredToolCall, ToolResultBlock?>) => (UnansweredToolCall _) => (ToolResultBlock?)null,
        _ when type == typeof(Func<CancellationToken, Task<string>>) => (CancellationToken _) => Task.FromResult("result"),
        _ => throw new KeyNotFoundException($"No sample of {type}."),
    };
}
