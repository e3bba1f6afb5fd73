using AgentKit.Infrastructure;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Nothing is read or written before the database has shown that it is the right one: reachable, migrated, and isolating. The first call
/// does it, or the start of the host, whichever comes first; after a failure the next call tries again.
/// </summary>
internal sealed class DatabaseReadiness(
    DataSourceProvider provider, IMigrator migrator, StartupCheck check, ResiliencePipelines pipelines, AgentKitOptions options)
    : IReadyDatabase, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private NpgsqlDataSource? _ready;

    public ValueTask<NpgsqlDataSource> GetDataSourceAsync(CancellationToken cancellationToken) =>
        _ready is { } ready ? new(ready) : new(PrepareAsync(cancellationToken));

    public void Dispose() => _gate.Dispose();

    private async Task<NpgsqlDataSource> PrepareAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _ready ??= await pipelines.Start.ExecuteAsync(
                static (readiness, token) => readiness.TryPrepareAsync(token), this, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<NpgsqlDataSource> TryPrepareAsync(CancellationToken cancellationToken)
    {
        var dataSource = await provider.GetAsync(cancellationToken).ConfigureAwait(false);
        if (options.MigrateAtStart)
        {
            await migrator.UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await check.RunAsync(dataSource, cancellationToken).ConfigureAwait(false);
        return dataSource;
    }
}
