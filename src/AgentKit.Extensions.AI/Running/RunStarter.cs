using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Begins runs, and takes over those of workers that are gone.</summary>
internal sealed class RunStarter(RunServices services)
{
    /// <summary>A run that answers a message; or what has come of it, where it was begun before and is over.</summary>
    public async Task<(RunState? State, AgentRunResult? Result)> BeginAsync(
        AgentScope scope, Guid sessionId, ChatMessage message, AgentRunOptions options, RunObserver observer, CancellationToken cancellationToken)
    {
        var turn = MessageWriter.WriteNew(message, services.Options.SerializerOptions, services.Time);
        StorableTurn.Check([turn], services.Limits, nameof(message));
        var (session, agent) = await LoadAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        var runId = options.RunId ?? services.NewId();
        Run run;
        try
        {
            run = await StartAsync(
                scope,
                session,
                agent,
                runId,
                run => run with
                {
                    ParentRunId = options.ParentRunId,
                    AgentType = options.AgentType,
                    TokenLimit = options.TokenLimit,
                    CostLimit = options.CostLimit,
                    Metadata = RunMark.Of(options.Metadata, []),
                    Checkpoint = Checkpoint.Of(turn),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (RunLeaseHeldException)
        {
            // Begun before, by a worker that may be gone: if it is not, this says so.
            run = await services.Runs.TakeOverAsync(
                scope, runId, NewWorker(), services.Options.LeaseDuration, services.NewId(), cancellationToken).ConfigureAwait(false);
        }

        return run.Status == RunStatus.Running
            ? (await OwnStateAsync(scope, session, run, observer, cancellationToken).ConfigureAwait(false), null)
            : (null, await ResultOfAsync(scope, session, run, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A run with a message of its own: new, or taken over from whoever began it.</summary>
    public Task<RunState> OwnStateAsync(AgentScope scope, Session session, Run run, RunObserver observer, CancellationToken cancellationToken) =>
        OrEndAsync(
            scope,
            run,
            async () =>
            {
                var agent = await services.Agents.GetAsync(scope, run.AgentId, cancellationToken).ConfigureAwait(false);
                var state = await ReadStateAsync(scope, session, agent.Definition, run, observer, cancellationToken).ConfigureAwait(false);
                state.Message = state.History.Exists(turn => RunTag.Of(turn) == run.Id) ? null : Checkpoint.Read(run.Checkpoint);
                return state;
            },
            cancellationToken);

    /// <summary>A run that goes on from another one.</summary>
    public Task<RunState> StateAsync(
        AgentScope scope,
        Session session,
        AgentDefinition agent,
        Run run,
        RunObserver observer,
        CancellationToken cancellationToken) =>
        OrEndAsync(scope, run, () => ReadStateAsync(scope, session, agent, run, observer, cancellationToken), cancellationToken);

    /// <summary>Everything that can be refused is refused here: nothing is begun that could not go on.</summary>
    public async Task<(Session Session, AgentDefinition Agent)> LoadAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken)
    {
        var session = await services.Sessions.GetAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        if (session.Status != SessionStatus.Active)
        {
            throw new InvalidSessionStateException(sessionId, session.Status, "run its agent");
        }

        var agent = await services.Agents.GetAsync(scope, session.AgentId, cancellationToken).ConfigureAwait(false);
        _ = services.Options.ChatClient(services.Provider, agent.Definition); // throws where there is none
        return (session, agent.Definition);
    }

    /// <summary>Starts a run under a worker's name of its own, so that the same run begun twice in one process is noticed as well.</summary>
    public Task<Run> StartAsync(
        AgentScope scope,
        Session session,
        AgentDefinition agent,
        Guid runId,
        Func<NewRun, NewRun> configure,
        CancellationToken cancellationToken) =>
        services.Runs.StartAsync(
            scope,
            configure(new NewRun(session.Id)
            {
                Id = runId,
                AgentId = agent.Id,
                Model = string.IsNullOrWhiteSpace(agent.Model) ? null : agent.Model,
                ModelAlias = string.IsNullOrWhiteSpace(agent.ModelAlias) ? null : agent.ModelAlias,
                Worker = NewWorker(),
                LeaseDuration = services.Options.LeaseDuration,
            }),
            cancellationToken);

    public static string NewWorker()
    {
        var name = $"{Environment.MachineName}/{Environment.ProcessId}/";
        return string.Concat(name.AsSpan(0, Math.Min(name.Length, 160)), Guid.NewGuid().ToString("N"));
    }

    private async Task<RunState> ReadStateAsync(
        AgentScope scope,
        Session session,
        AgentDefinition agent,
        Run run,
        RunObserver observer,
        CancellationToken cancellationToken)
    {
        var tools = await services.Tools.GetToolsAsync(scope, agent.Id, cancellationToken).ConfigureAwait(false);
        var history = await services.Sessions.GetHistoryAsync(scope, session.Id, services.Options.HistoryTurns, cancellationToken)
            .ConfigureAwait(false);
        return new RunState(scope, session, agent, run)
        {
            Tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal),
            History = [.. history.Messages],
            Answers = new HashSet<Guid>(RunMark.AnswersOf(run)) { run.Id },
            Observer = observer,
        };
    }

    /// <summary>The run has begun: where it cannot go on, it is not left to look alive.</summary>
    private async Task<RunState> OrEndAsync(AgentScope scope, Run run, Func<Task<RunState>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) // whatever it is, it is recorded and thrown on
        {
            await RunEnd.RecordAsync(services, scope, run, exception, cancellationToken.IsCancellationRequested).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What came of a run that is over, read from what it has committed.</summary>
    private async Task<AgentRunResult> ResultOfAsync(AgentScope scope, Session session, Run run, CancellationToken cancellationToken)
    {
        if (run.Status != RunStatus.Completed && run.Error?.Type != AgentRunner.CallLimitError)
        {
            throw new InvalidRunStateException(run.Id, run.Status, "run it again");
        }

        var history = await services.Sessions.GetHistoryAsync(scope, session.Id, services.Options.HistoryTurns, cancellationToken)
            .ConfigureAwait(false);
        List<AgentTask> waiting = [];
        foreach (var call in OpenCall.Find(history.Turns).Where(call => call.RunId == run.Id))
        {
            var taskId = ApprovalTasks.IdOf(call, session.Id);
            if (await services.Tasks.FindAsync(scope, taskId, cancellationToken).ConfigureAwait(false) is { } task)
            {
                waiting.Add(task);
            }
        }

        return new AgentRunResult
        {
            Outcome = run.Status == RunStatus.Failed ? AgentRunOutcome.CallLimitReached
                : waiting.Count > 0 ? AgentRunOutcome.WaitingForApproval
                : AgentRunOutcome.Completed,
            Run = run,
            Session = session,
            Reply = history.Turns.LastOrDefault(turn => turn.Role == TurnRole.Assistant && RunTag.Of(turn) == run.Id),
            Approvals = waiting,
        };
    }
}
