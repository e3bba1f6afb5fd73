using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>Exchanges as runs of the session's agent; does nothing where runs are not recorded.</summary>
/// <remarks>Nobody takes such a run over: there is nothing in it to go on from. Its lease only says how long it may look alive after
/// a crash.</remarks>
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
    public Task CompleteAsync(AgentScope scope, Run? run) => RecordAsync(run, (store, begun) => store.CompleteAsync(scope, begun.Lease));

    /// <summary>There is no reply, or none that came to its end.</summary>
    public Task FailAsync(AgentScope scope, Run? run, Exception exception, bool isCanceled) =>
        RecordAsync(run, (store, begun) => EndAsync(store, scope, begun, exception, isCanceled));

    /// <summary>There is a reply that is not kept: what it cost is counted at least.</summary>
    public async Task DropAsync(AgentScope scope, Run? run, IReadOnlyList<Turn> reply, Exception exception, bool isCanceled)
    {
        foreach (var turn in reply.Where(turn => turn.Usage != Usage.None))
        {
            await TryAsync(
                run, (store, begun) => store.AddUsageAsync(scope, begun.SessionId, begun.Id, turn.Usage), RunLog.NotCounted).ConfigureAwait(false);
        }

        await FailAsync(scope, run, exception, isCanceled).ConfigureAwait(false);
    }

    /// <summary>
    /// There is a reply that cannot be committed. Where it never can be, it is dropped; where it may be later, the run stays open for that.
    /// </summary>
    public Task GiveUpAsync(AgentScope scope, Run? run, IReadOnlyList<Turn> reply, Exception exception) =>
        exception is AgentKitException { IsRetryable: true }
            ? Task.CompletedTask
            : DropAsync(scope, run, reply, exception, isCanceled: false);

    private static Task<Run> EndAsync(IRunStore store, AgentScope scope, Run run, Exception exception, bool isCanceled) => isCanceled
        ? store.CancelAsync(scope, run.Lease, "Canceled by its caller.")
        : store.FailAsync(scope, run.Lease, RunFailure.Of(exception));

    private Task RecordAsync(Run? run, Func<IRunStore, Run, Task> record) => TryAsync(run, record, RunLog.EndNotRecorded);

    /// <summary>The caller gets the reply, or its own error, also where this cannot be recorded any more.</summary>
    private async Task TryAsync(Run? run, Func<IRunStore, Run, Task> record, Action<ILogger, Exception, Guid> log)
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
            log(logger, exception, run.Id);
        }
    }
}
