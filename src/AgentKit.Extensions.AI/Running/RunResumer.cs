using System.Globalization;

namespace AgentKit.Extensions.AI;

/// <summary>Finds what a session has left to do: a run whose worker is gone, or calls about which a person has decided.</summary>
internal sealed class RunResumer(RunServices services, RunStarter starter)
{
    /// <summary>How often a continuation that failed is tried anew under the next id.</summary>
    private const int MaxContinuations = 100;

    public async Task<RunState?> ResumeAsync(AgentScope scope, Guid sessionId, RunObserver observer, CancellationToken cancellationToken)
    {
        var (session, agent) = await starter.LoadAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        var (taken, held) = await TakeOverAsync(scope, session, cancellationToken).ConfigureAwait(false);
        if (taken is not null)
        {
            return await starter.OwnStateAsync(scope, session, taken, observer, cancellationToken).ConfigureAwait(false);
        }

        return await GoOnAsync(scope, session, agent, held, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first run of a worker that is gone, and the runs that workers hold.</summary>
    private async Task<(Run? Taken, IReadOnlySet<Guid> Held)> TakeOverAsync(
        AgentScope scope, Session session, CancellationToken cancellationToken)
    {
        var running = await services.Runs.ListAsync(
            scope, new RunFilter { SessionId = session.Id, Statuses = [RunStatus.Running] }, cancellationToken).ConfigureAwait(false);
        HashSet<Guid> held = [];
        foreach (var run in running.Items.Where(RunMark.IsOn))
        {
            try
            {
                var taken = await services.Runs.TakeOverAsync(
                    scope, run.Id, RunStarter.NewWorker(), services.Options.LeaseDuration, services.NewId(), cancellationToken).ConfigureAwait(false);
                return (taken, held);
            }
            catch (RunLeaseHeldException)
            {
                held.Add(run.Id);
            }
            catch (InvalidRunStateException)
            {
                // It ended at this very moment.
            }
        }

        return (null, held);
    }

    /// <summary>A new run that goes on where runs before have stopped; none where there is nothing to do yet.</summary>
    private async Task<RunState?> GoOnAsync(
        AgentScope scope,
        Session session,
        AgentDefinition agent,
        IReadOnlySet<Guid> held,
        RunObserver observer,
        CancellationToken cancellationToken)
    {
        var history = await services.Sessions.GetHistoryAsync(scope, session.Id, services.Options.HistoryTurns, cancellationToken)
            .ConfigureAwait(false);
        OpenCall[] open = [.. OpenCall.Find(history.Turns).Where(call => call.RunId is { } run && !held.Contains(run))];
        var ready = new List<OpenCall>();
        foreach (var call in open)
        {
            if (await IsReadyAsync(scope, call, session.Id, cancellationToken).ConfigureAwait(false))
            {
                ready.Add(call);
            }
        }

        var last = history.Turns.Count == 0 ? null : history.Turns[^1];
        var lastRun = last is null || last.Role == TurnRole.Assistant ? null : RunTag.Of(last);
        if (ready.Count == 0 && (open.Length > 0 || lastRun is null || held.Contains(lastRun.Value)))
        {
            return null;
        }

        var parent = ready.Count > 0 ? ready[0].RunId!.Value : lastRun!.Value;
        NewRun Continue(NewRun run) => run with
        {
            ParentRunId = parent,
            Metadata = RunMark.Of([], open.Select(call => call.RunId!.Value).Distinct()),
        };

        var run = await StartAsync(scope, session, agent, Continue, ready, last!, cancellationToken).ConfigureAwait(false);
        return run is null ? null : await starter.StateAsync(scope, session, agent, run, observer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsReadyAsync(AgentScope scope, OpenCall call, Guid sessionId, CancellationToken cancellationToken)
    {
        var task = await services.Tasks.FindAsync(scope, ApprovalTasks.IdOf(call, sessionId), cancellationToken).ConfigureAwait(false);
        return task?.Status != AgentTaskStatus.WaitingApproval;
    }

    /// <summary>
    /// Under an id that follows from what is to be done, so that of several who resume at once one goes on. <see langword="null"/>:
    /// somebody else does, or did.
    /// </summary>
    private async Task<Run?> StartAsync(
        AgentScope scope,
        Session session,
        AgentDefinition agent,
        Func<NewRun, NewRun> configure,
        List<OpenCall> ready,
        Turn last,
        CancellationToken cancellationToken)
    {
        var what = string.Join(' ', ready.Select(call => call.IdOf("ready", session.Id)).Order());
        for (var attempt = 1; attempt <= MaxContinuations; attempt++)
        {
            var id = DerivedId.Of(
                last.CreatedAt ?? session.CreatedAt,
                attempt,
                "continuation",
                session.Id.ToString("N", CultureInfo.InvariantCulture),
                last.Version.ToString(CultureInfo.InvariantCulture),
                what,
                attempt.ToString(CultureInfo.InvariantCulture));
            try
            {
                var run = await starter.StartAsync(scope, session, agent, id, configure, cancellationToken).ConfigureAwait(false);
                if (run.Status is RunStatus.Running or RunStatus.Completed)
                {
                    return run.Status == RunStatus.Running ? run : null;
                }
            }
            catch (RunLeaseHeldException)
            {
                return null;
            }
        }

        return null;
    }
}
