using System.Data;
using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Keeps one connection that listens for notifications, and opens another one when it is lost. Behind a pooler it gives up: there, the next
/// statement may run on another connection than the one that listens.
/// </summary>
internal sealed class ChangeListener(
    IReadyDatabase database, QueryCatalog queries, SqlTemplate template, AgentKitOptions options, TimeProvider time, ILogger<ChangeListener> logger)
{
    /// <summary>A server that does not answer to LISTEN within this time is taken for gone.</summary>
    private const int AnswerSeconds = 5;

    private volatile bool _isListening;
    private volatile bool _isBehindPooler;

    /// <summary>Whether whatever is committed by a host that notifies will be heard of.</summary>
    public bool IsListening => _isListening;

    /// <summary>Listens until it is cancelled; never throws.</summary>
    /// <param name="raise">Called with the payload of each notification.</param>
    /// <param name="raiseAll">Called when listening begins or ends: what happened shortly before may have gone unheard.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<string> raise, Action raiseAll, CancellationToken cancellationToken)
    {
        var backoff = Backoff.AfterFailure();
        while (!cancellationToken.IsCancellationRequested && !_isBehindPooler)
        {
            try
            {
                await ListenAsync(raise, raiseAll, () => backoff = Backoff.AfterFailure(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: watchers go on by polling.
                if (!backoff.HasBegun)
                {
                    ChangeFeedLog.ListeningFailed(logger, exception);
                }

                backoff = backoff.Next();
                await Task.Delay(backoff.Delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Cancelled, whatever that made of the call.
            }
        }
    }

    private async Task ListenAsync(Action<string> raise, Action raiseAll, Action begun, CancellationToken cancellationToken)
    {
        var dataSource = await database.GetDataSourceAsync(cancellationToken).ConfigureAwait(false);
        var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if (await Connections.IsBehindPoolerAsync(connection, queries, cancellationToken).ConfigureAwait(false))
        {
            _isBehindPooler = true;
            ChangeFeedLog.NotListeningBehindPooler(logger);
            return;
        }

        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == template.Schema)
            {
                raise(notification.Payload);
            }
        };
        try
        {
            await ExecuteAsync(connection, ChangeQueries.Listen, cancellationToken).ConfigureAwait(false);
            _isListening = true;
            begun();
            ChangeFeedLog.Listening(logger);
            raiseAll();
            while (true)
            {
                // A connection of which nothing is heard for long may be gone: to listen again changes nothing, and asks.
                if (!await connection.WaitAsync(options.ChangePollIntervalWhileListening, cancellationToken).ConfigureAwait(false))
                {
                    await ExecuteAsync(connection, ChangeQueries.Listen, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _isListening = false;
            raiseAll();
            await LeaveAsync(connection).ConfigureAwait(false);
        }
    }

    /// <summary>The connection goes back to a pool that resets nothing: it must not go on listening there.</summary>
    private async Task LeaveAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await ExecuteAsync(connection, ChangeQueries.Unlisten, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            NpgsqlConnection.ClearPool(connection); // rather close it than give it back as it is
        }
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(queries[query].Text, connection) { CommandTimeout = AnswerSeconds };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
