using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Tells of commits after they are done: the watchers of this process at once, those of other processes by notifications. Many commits in a
/// short time make one notifying transaction, so that commits themselves need not pay for it. What is not told is found by polling.
/// </summary>
internal sealed class ChangeNotices(
    IReadyDatabase database,
    QueryCatalog queries,
    ChangeSignals signals,
    AgentKitOptions options,
    TimeProvider time,
    ILogger<ChangeNotices> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>While the database is away; then there are no commits to tell of either.</summary>
    private const int MaxPending = 10_000;

    /// <summary>A server that does not answer within this time is taken for gone.</summary>
    private const int AnswerSeconds = 5;

    /// <summary>At most this often notifications are sent; the first one after a rest goes out at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new(); // never disposed: a commit may still end after the host's services
    private Task _sending = Task.CompletedTask;
    private bool _isSending;

    /// <summary>What a commit to a session is to do when it is done; see <see cref="Statement.Then"/>.</summary>
    public Action For(AgentScope scope, Guid sessionId) => () => Tell(scope, sessionId);

    /// <summary>Sends no more than what is waiting now.</summary>
    public void Dispose() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _sending.ConfigureAwait(false);
    }

    private void Tell(AgentScope scope, Guid sessionId)
    {
        // Whoever listens hears of it by the notification, too, and would read twice.
        var here = signals.HasWatchers && !signals.IsListening;
        if (!here && !options.NotifyChanges)
        {
            return;
        }

        var key = ChangeKey.Of(scope, sessionId);
        if (here)
        {
            signals.Raise(key);
        }

        if (options.NotifyChanges)
        {
            Enqueue(key);
        }
    }

    private void Enqueue(string key)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || _pending.Count >= MaxPending)
            {
                return;
            }

            _pending.Add(key);
            if (!_isSending)
            {
                _isSending = true;

                _sending = Apart.RunAsync(SendPendingAsync); // it belongs to no one commit
            }
        }
    }

    private async Task SendPendingAsync()
    {
        var backoff = Backoff.AfterFailure();
        while (Take() is { } keys)
        {
            try
            {
                await SendAsync(keys).ConfigureAwait(false);
                backoff = backoff.Restart();
            }
            catch (Exception exception)
            {
                // Whatever it is: nobody waits for a hint.
                if (!backoff.HasBegun)
                {
                    ChangeFeedLog.NotifyingFailed(logger, exception);
                }

                backoff = backoff.Next();
                PutBack(keys);
            }

            await Task.Delay(backoff.HasBegun ? backoff.Delay : Pause, time, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(string[] keys)
    {
        var dataSource = await database.GetDataSourceAsync(CancellationToken.None).ConfigureAwait(false);
        var connection = await Connections.OpenAsync(dataSource, CancellationToken.None).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand(queries[ChangeQueries.Notify].Text, connection) { CommandTimeout = AnswerSeconds };
        await using var __ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>All that is waiting, or <see langword="null"/> at the end.</summary>
    private string[]? Take()
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                _isSending = false;
                return null;
            }

            string[] keys = [.. _pending];
            _pending.Clear();
            return keys;
        }
    }

    private void PutBack(string[] keys)
    {
        lock (_lock)
        {
            if (!_stopping.IsCancellationRequested)
            {
                _pending.UnionWith(keys);
            }
        }
    }
}
