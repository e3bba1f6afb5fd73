using System.Globalization;

namespace AgentKit.Extensions.AI;

/// <summary>Finds what a session has left to do: a run whose worker is gone, or a run from which a new one can go on.</summary>
internal sealed class RunResumer(RunServices services, RunStarter starter)
{
    private const int RunsPerPage = 1_000;

    /// <summary>It is given back at once; so long it is held where this worker dies before.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    public async Task<RunState?> ResumeAsync(AgentScope scope, Guid sessionId, RunObserver observer, CancellationToken cancellationToken)
    {
        var (session, agent) = await starter.LoadAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        if (await TakeOverAsync(scope, session, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            return await starter.OwnStateAsync(scope, session, taken, observer, cancellationToken).ConfigureAwait(false);
        }

        // Until two looks in a row agree: the second one reads the history after the first one has seen all continuations before this one ended,
        // so it knows whatever they have committed.
        Continuation? next = null;
        while (await FindNextAsync(scope, session, cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (found == next)
            {
                var run = await StartAsync(scope, session, agent, found, cancellationToken).ConfigureAwait(false);
                return run is null ? null : await starter.StateAsync(scope, session, agent, run, observer, cancellationToken).ConfigureAwait(false);
            }

            next = found;
        }

        return null;
    }

    /// <summary>The first run of a worker that is gone.</summary>
    private async Task<Run?> TakeOverAsync(AgentScope scope, Session session, CancellationToken cancellationToken)
    {
        var running = await services.Runs.ListAsync(
            scope, new RunFilter { SessionId = session.Id, Statuses = [RunStatus.Running] }, cancellationToken).ConfigureAwait(false);
        foreach (var run in running.Items.Where(RunMark.IsOn))
        {
            try
            {
                return await services.Runs.TakeOverAsync(
                    scope, run.Id, RunStarter.NewWorker(), services.Options.LeaseDuration, services.NewId(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is RunLeaseHeldException or InvalidRunStateException)
            {
                // Its worker lives, or it ended at this very moment.
            }
        }

        return null;
    }

    /// <summary>The oldest run with a call that can be answered now, or the last one, if it stopped before its answer.</summary>
    private async Task<Continuation?> FindNextAsync(AgentScope scope, Session session, CancellationToken cancellationToken)
    {
        var history = await services.Sessions.GetHistoryAsync(scope, session.Id, services.Options.HistoryTurns, cancellationToken)
            .ConfigureAwait(false);
        var open = OpenCall.Find(history.Turns)
            .Where(call => call is { RunId: not null, IsInterrupted: false })
            .ToLookup(call => call.RunId!.Value);
        foreach (var calls in open)
        {
            if (await IsAnyReadyAsync(scope, calls, session.Id, cancellationToken).ConfigureAwait(false)
                && await services.Runs.FindAsync(scope, calls.Key, cancellationToken).ConfigureAwait(false) is { } asking
                && await ContinueAsync(scope, asking, cancellationToken).ConfigureAwait(false) is { } next)
            {
                return next;
            }
        }

        return history.Turns is [.., var last]
            && (last.Role != TurnRole.Assistant || InterruptedReply.Is(last))
            && RunTag.Of(last) is { } lastId
            && await services.Runs.FindAsync(scope, lastId, cancellationToken).ConfigureAwait(false) is { } stopped
            && !RunMark.AnswersOf(stopped).Append(stopped.Id).Any(open.Contains)
            ? await ContinueAsync(scope, stopped, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<bool> IsAnyReadyAsync(
        AgentScope scope, IEnumerable<OpenCall> calls, Guid sessionId, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            var task = await services.Tasks.FindAsync(scope, ApprovalTasks.IdOf(call, sessionId), cancellationToken).ConfigureAwait(false);

            // One that waits for a person, or that somebody carries out, has no answer yet.
            if (task?.Status != AgentTaskStatus.WaitingApproval
                && (task is not { Status: AgentTaskStatus.Pending or AgentTaskStatus.InProgress, LeaseExpiresAt: not null }
                    || await IsFreeAsync(scope, task.Id, cancellationToken).ConfigureAwait(false)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the worker that has the task is gone. Leases end by the clock of the database, so a claim has to say.</summary>
    private async Task<bool> IsFreeAsync(AgentScope scope, Guid taskId, CancellationToken cancellationToken)
    {
        var claim = new NewClaim(RunStarter.NewWorker(), Probe) { Id = services.NewId(), TaskId = taskId };
        if (await services.Tasks.ClaimAsync(scope, claim, cancellationToken).ConfigureAwait(false) is not { } claimed)
        {
            return false;
        }

        try
        {
            await services.Tasks.ReleaseAsync(scope, claimed.Lease, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TaskLeaseLostException)
        {
            return false;
        }
    }

    /// <summary>
    /// The run that goes on from this one, which follows from it and from how many have gone on from it before: so of several who resume at
    /// once one goes on. <see langword="null"/> while it, or one of those, is under way, and where it was called off or has reached its limit.
    /// </summary>
    private async Task<Continuation?> ContinueAsync(AgentScope scope, Run origin, CancellationToken cancellationToken)
    {
        if (origin.Status == RunStatus.Canceled || origin.Error?.Type == AgentRunner.CallLimitError)
        {
            return null;
        }

        List<Run> runs = [origin];
        var filter = new RunFilter { SessionId = origin.SessionId, ParentRunId = origin.Id, Limit = RunsPerPage };
        do
        {
            var page = await services.Runs.ListAsync(scope, filter, cancellationToken).ConfigureAwait(false);
            runs.AddRange(page.Items.Where(run => RunMark.AnswersOf(run).Contains(origin.Id)));
            filter = filter with { Cursor = page.Next };
        }
        while (filter.Cursor is not null);

        return runs.TrueForAll(run => run.CompletedAt is not null)
            ? new Continuation(origin.Id, DerivedId.Of(
                runs.Max(run => run.CompletedAt!.Value),
                runs.Count,
                "continuation",
                origin.Id.ToString("N", CultureInfo.InvariantCulture),
                runs.Count.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    /// <summary><see langword="null"/>: somebody else goes on, or did.</summary>
    private async Task<Run?> StartAsync(
        AgentScope scope, Session session, AgentDefinition agent, Continuation next, CancellationToken cancellationToken)
    {
        try
        {
            var run = await starter.StartAsync(
                scope,
                session,
                agent,
                next.RunId,
                run => run with { ParentRunId = next.OriginId, Metadata = RunMark.Of([], [next.OriginId]) },
                cancellationToken).ConfigureAwait(false);
            return run.Status == RunStatus.Running ? run : null;
        }
        catch (RunLeaseHeldException)
        {
            return null;
        }
    }

    private sealed record Continuation(Guid OriginId, Guid RunId);
}
