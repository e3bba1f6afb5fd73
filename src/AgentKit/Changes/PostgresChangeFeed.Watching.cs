using System.Runtime.CompilerServices;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresChangeFeed
{
    private const int WatchPage = 200;

    /// <summary>At most this often a watcher reads while one commit follows the other: it then gets several at once.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    public IAsyncEnumerable<SessionChange> WatchAsync(
        AgentScope scope, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var position = after is null ? FeedPosition.End : FeedPosition.Parse(after, nameof(after));
        return WatchAsync(
            ChangeKey.Of(scope),
            () =>
            {
                // A sequence may be enumerated more than once, each time from its beginning.
                var next = position;
                return async token =>
                {
                    (var page, next) = await ReadWorkspaceAsync(scope, next, WatchPage, token).ConfigureAwait(false);
                    return page;
                };
            },
            cancellationToken);
    }

    public IAsyncEnumerable<SessionChange> WatchAsync(
        AgentScope scope, Guid sessionId, long? afterVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion.GetValueOrDefault(), nameof(afterVersion));
        return WatchAsync(
            ChangeKey.Of(scope, sessionId),
            () =>
            {
                var next = afterVersion ?? LastVersion;
                return async token =>
                {
                    (var page, next) = await ReadSessionAsync(scope, sessionId, next, WatchPage, token).ConfigureAwait(false);
                    return page;
                };
            },
            cancellationToken);
    }

    /// <summary>Reads until there is no more, waits for a signal or the next poll, and reads again.</summary>
    private async IAsyncEnumerable<SessionChange> WatchAsync(
        string key,
        Func<Func<CancellationToken, Task<FeedPage>>> begin,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = begin();
        using var signal = signals.Subscribe(key); // before the first read: what is committed after it must not go unnoticed
        var untilSettled = new Backoff(ShortestPause, signals.PollInterval);
        while (true)
        {
            var started = time.GetTimestamp();
            var page = await ReadPersistentlyAsync(read, signal, cancellationToken).ConfigureAwait(false);
            foreach (var change in page.Changes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return change;
            }

            if (page.HasMore)
            {
                continue;
            }

            // What a commit waits for is somebody else's transaction, whose end nobody announces.
            untilSettled = page.IsWaiting ? untilSettled.Next() : untilSettled.Restart();
            await signal.WaitAsync(page.IsWaiting ? untilSettled.Delay : signals.CurrentInterval, cancellationToken).ConfigureAwait(false);

            var pause = ShortestPause - time.GetElapsedTime(started);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads, and after a passing failure tries again for as long as somebody watches.</summary>
    private async Task<FeedPage> ReadPersistentlyAsync(
        Func<CancellationToken, Task<FeedPage>> read, ChangeSignal signal, CancellationToken cancellationToken)
    {
        var backoff = Backoff.AfterFailure();
        while (true)
        {
            try
            {
                var page = await read(cancellationToken).ConfigureAwait(false);
                if (backoff.HasBegun)
                {
                    ChangeFeedLog.WatchGoesOn(logger);
                }

                return page;
            }
            catch (AgentKitException error) when (error.IsRetryable)
            {
                if (!backoff.HasBegun)
                {
                    ChangeFeedLog.WatchInterrupted(logger, error);
                }

                backoff = backoff.Next();
                await signal.WaitAsync(backoff.Delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
