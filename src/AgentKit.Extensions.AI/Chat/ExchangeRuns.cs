using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>Exchanges as runs of the session's agent; does nothing where runs are not recorded.</summary>
/// <remarks>Nobody takes such a run over: there is nothing in it to go on from. Its lease only says how long it may look alive after a
/// crash.</remarks>
internal sealed class ExchangeRuns(IRunStore? runs, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    public async Task<Run?> StartAsync(AgentScope scope, Guid sessionId, string? model, CancellationToken cancellationToken) =>
        runs is null
            ? null
            : await runs.StartAsync(
                scope,
                new NewRun(sessionId)
                {
                    Id = Guid.CreateVersion7(time.GetUtcNow()),
                    Model = model is { Length: <= Turn.MaxNameLength } && !string.IsNullOrWhiteSpace(model) ? model : null,
                    LeaseDuration = Lease,
                },
                cancellationToken).ConfigureAwait(false);

    /// <summary>The exchange is committed.</summary>
    public Task EndAsync(AgentScope scope, Run? run, bool isInterrupted) => RecordAsync(run, (store, begun) => isInterrupted
        ? store.CancelAsync(scope, begun.Lease, "The reply was interrupted.")
        : store.CompleteAsync(scope, begun.Lease));

    /// <summary>There is no reply.</summary>
    public Task FailAsync(AgentScope scope, Run? run, Exception exception, bool isCanceled) => RecordAsync(run, (store, begun) => isCanceled
        ? store.CancelAsync(scope, begun.Lease, "Canceled by its caller.")
        : store.FailAsync(scope, begun.Lease, RunFailure.Of(exception)));

    /// <summary>
    /// There is a reply that cannot be committed. Where it never can be, what it cost is counted at least; where it may be later, the run
    /// stays
    /// open for that.
    /// </summary>
    public Task GiveUpAsync(AgentScope scope, Run? run, IReadOnlyList<Turn> reply, Exception exception) =>
        exception is AgentKitException { IsRetryable: true }
            ? Task.CompletedTask
            : RecordAsync(run, async (store, begun) =>
            {
                foreach (var turn in reply.Where(turn => turn.Usage != Usage.None))
                {
                    await store.AddUsageAsync(scope, begun.SessionId, begun.Id, turn.Usage).ConfigureAwait(false);
                }

                return await store.FailAsync(scope, begun.Lease, RunFailure.Of(exception)).ConfigureAwait(false);
            });

    /// <summary>The caller gets the reply, or its own error, also where this cannot be recorded any more.</summary>
    private async Task RecordAsync(Run? run, Func<IRunStore, Run, Task<Run>> record)
    {
        if (runs is null || run is null)
        {
            return;
        }

        try
        {
            await record(runs, run).ConfigureAwait(false);
        }
        catch (AgentKitException exception)
        {
            RunLog.EndNotRecorded(logger, exception, run.Id);
        }
    }
}
