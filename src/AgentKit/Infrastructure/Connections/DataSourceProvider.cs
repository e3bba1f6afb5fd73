using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>
/// The data source: the host's, or one built from a connection string once it is known whether a pooler stands between, because that decides
/// whether statements may be prepared.
/// </summary>
internal sealed class DataSourceProvider(
    ConnectionChoice choice, QueryCatalog queries, AgentKitOptions options, DatabaseStatus status, ILogger<DataSourceProvider> logger)
    : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1); // never disposed: somebody may still be leaving it
    private NpgsqlDataSource? _dataSource;
    private volatile bool _isDisposed;
    private OwnDataSource? _own;

    /// <summary>The data source; connects when it is asked for the first time, and again after a failure.</summary>
    public async ValueTask<NpgsqlDataSource> GetAsync(CancellationToken cancellationToken)
    {
        if (_dataSource is { } ready)
        {
            return ready;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // After its end, a data source would be made that nobody disposes.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _dataSource ??= await CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _own?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return _own?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private async Task<NpgsqlDataSource> CreateAsync(CancellationToken cancellationToken)
    {
        if (choice.DataSource is { } given)
        {
            // Asked as it is, one with several hosts also hands out connections to servers that nobody can write to.
            var host = given is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : given;
            var prepares = new NpgsqlConnectionStringBuilder(host.ConnectionString).MaxAutoPrepare > 0;
            if (await ProbeAsync(host, _ => prepares, cancellationToken).ConfigureAwait(false) is { BehindPooler: true, Prepares: true })
            {
                ConnectionLog.HostPreparesBehindPooler(logger);
            }

            return host;
        }

        var settings = new NpgsqlConnectionStringBuilder(choice.ConnectionString)
        {
            NoResetOnClose = true, // all that the library sets is local to a transaction; worth 1.35 to 1.5 times the throughput
            Enlist = false,        // a call is a transaction of its own, whatever ambient one the host is in
        };
        settings.ApplicationName ??= "AgentKit";

        settings.MaxAutoPrepare = 0;
        var probe = OwnDataSource.Create(settings);
        await using (probe.ConfigureAwait(false))
        {
            var (_, prepares) = await ProbeAsync(probe.DataSource, MayPrepare, cancellationToken).ConfigureAwait(false);
            settings.MaxAutoPrepare = prepares ? queries.All.Count() : 0; // room for all, so that none pushes another one out
        }

        _own = OwnDataSource.Create(settings);
        return _own.DataSource;
    }

    private bool MayPrepare(bool behindPooler) => options.PreparedStatements switch
    {
        PreparedStatementMode.On => true,
        PreparedStatementMode.Off => false,
        _ => !behindPooler,
    };

    private async Task<(bool BehindPooler, bool Prepares)> ProbeAsync(
        NpgsqlDataSource dataSource, Func<bool, bool> prepares, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var behindPooler = await Connections.IsBehindPoolerAsync(connection, queries, cancellationToken).ConfigureAwait(false);
            var prepared = prepares(behindPooler);
            status.Connection = new(connection.ServerVersion, behindPooler, prepared);
            if (behindPooler)
            {
                ConnectionLog.ConnectedThroughPooler(logger, connection.ServerVersion, prepared);
            }
            else
            {
                ConnectionLog.ConnectedDirectly(logger, connection.ServerVersion, prepared);
            }

            return (behindPooler, prepared);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception);
        }
    }
}
