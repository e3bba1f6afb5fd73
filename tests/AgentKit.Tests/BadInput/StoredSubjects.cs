using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.BadInput;

/// <summary>Makes what calls are about, anew for each, so that what one call does to it is nothing to the next.</summary>
internal sealed class StoredSubjects
{
    private readonly AgentKitFixture _fixture;

    private StoredSubjects(AgentKitFixture fixture, AgentScope scope) => (_fixture, Scope) = (fixture, scope);

    public AgentScope Scope { get; }

    /// <summary>A workspace with an agent called <c>own</c>, which has no phases.</summary>
    public static async Task<StoredSubjects> CreateAsync(AgentKitFixture fixture)
    {
        var subjects = new StoredSubjects(fixture, AgentScope.ForService(AgentKitFixture.NewWorkspace(), "u-1"));
        await subjects.RegisterAsync();
        return subjects;
    }

    /// <summary>A session of one turn, and whatever else the method asks for.</summary>
    public async Task<Subject> NewAsync(StoreMethod method)
    {
        if (method.Contract == typeof(IAgentRegistry))
        {
            await RegisterAsync(); // the call before may have removed it
        }

        var created = await _fixture.Sessions.CreateAsync(Scope, new NewSession("own"));
        var subject = new Subject
        {
            Scope = Scope,
            Session = await _fixture.Sessions.CommitAsync(Scope, created, new SessionCommit { Turns = [Turn.User("first")] }),
        };
        var parameters = method.Parameters;
        var wants = method.Contract == typeof(IBudgetStore) ? [typeof(SessionCommit)] : parameters.Select(parameter => parameter.ParameterType).ToArray();
        if (wants.Any(type => type == typeof(SessionCommit) || type.Name.Contains("Run") || type == typeof(NewTask) || type.Name.Contains("Event"))
            || parameters.Any(parameter => parameter.Name == "runId"))
        {
            subject = subject with { Run = (await _fixture.Get<IRunStore>().StartAsync(Scope, new NewRun(created.Id) { Worker = "worker" })).Lease };
        }

        if (parameters.Any(parameter => parameter.Name == "toolRunId"))
        {
            var toolRun = await _fixture.Get<IToolRunLog>().StartAsync(Scope, new NewToolRun(created.Id, "look", Samples.Json));
            subject = subject with { ToolRunId = toolRun.Id };
        }

        if (parameters.Any(parameter => parameter.Name == "taskId" || parameter.ParameterType == typeof(TaskLease) || parameter.ParameterType == typeof(NewClaim)))
        {
            subject = subject with { Task = await NewTaskAsync(created.Id, method) };
        }

        return subject;
    }

    private Task<RegisteredAgent> RegisterAsync() =>
        _fixture.Get<IAgentRegistry>().RegisterAsync(Scope, new AgentDefinition("own", "Own") { Tools = ["look"] });

    private async Task<TaskLease> NewTaskAsync(Guid sessionId, StoreMethod method)
    {
        var tasks = _fixture.Get<ITaskStore>();
        var isDecision = method.Parameters.Any(parameter => parameter.ParameterType == typeof(NewDecision));
        var task = await tasks.CreateAsync(
            Scope, new NewTask("task", [new NewTaskStep("step") { ToolName = "look", RequiresApproval = isDecision }]) { SessionId = sessionId });
        if (isDecision || method.Method.Name is nameof(ITaskStore.ClaimAsync) or nameof(ITaskStore.CancelAsync)
            || method.Parameters.Any(parameter => parameter.Name == "taskId"))
        {
            return new TaskLease(task.Id, 1, "worker", DateTimeOffset.UtcNow);
        }

        var claimed = await tasks.ClaimAsync(Scope, new NewClaim("worker", TimeSpan.FromHours(1)) { TaskId = task.Id });
        if (method.Method.Name is nameof(ITaskStore.CompleteStepAsync) or nameof(ITaskStore.FailStepAsync) or nameof(ITaskStore.SkipStepAsync))
        {
            await tasks.StartStepAsync(Scope, claimed!.Lease, 1);
        }

        return claimed!.Lease;
    }
}
