using AgentKit.Infrastructure;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Nothing is read or written before the database has shown that it is the right one: reachable, migrated, and isolating. The first call
/// does it, or the start of the host, whichever comes first. Those who come meanwhile wait for the same attempt and share its failure; the
/// next call after a failure tries again.
/// </summary>
internal sealed class DatabaseReadiness(
    DataSourceProvider provider, IMigrator migrator, StartupCheck check, ResiliencePipelines pipelines, DatabaseStatus status, AgentKitOptions options)
    : IReadyDatabase, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private NpgsqlDataSource? _ready;
    private Task<NpgsqlDataSource>? _attempt;

    public ValueTask<NpgsqlDataSource> GetDataSourceAsync(CancellationToken cancellationToken) =>
        _ready is { } ready ? new(ready) : new(JoinAsync().WaitAsync(cancellationToken));

    /// <summary>An attempt that is under way, a migration perhaps, ends with the host.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>The attempt belongs to no caller: one who gives up does not take the others with them.</summary>
    private Task<NpgsqlDataSource> JoinAsync()
    {
        lock (_lock)
        {
            if (_attempt is null || _attempt.IsFaulted || _attempt.IsCanceled)
            {
                // It belongs to all who wait for it, not to the first of them.
                var stopping = _stopping.Token;
                _attempt = Apart.RunAsync(() => PrepareAsync(stopping));

                // Its failure may have nobody left who waits for it.
                _ = _attempt.ContinueWith(
                    static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            return _attempt;
        }
    }

    private async Task<NpgsqlDataSource> PrepareAsync(CancellationToken stopping) =>
        _ready = await pipelines.Patient.ExecuteAsync(
            static (readiness, token) => readiness.TryPrepareAsync(token), this, stopping).ConfigureAwait(false);

    private async ValueTask<NpgsqlDataSource> TryPrepareAsync(CancellationToken cancellationToken)
    {
        var dataSource = await provider.GetAsync(cancellationToken).ConfigureAwait(false);
        if (options.MigrateAtStart)
        {
            await migrator.UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await check.RunAsync(dataSource, cancellationToken).ConfigureAwait(false);
        status.IsReady = true;
        return dataSource;
    }
}
