using AgentKit.Infrastructure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentKit;

/// <summary>Whether the database answers; nothing is asked about what is in it.</summary>
internal sealed class DatabaseLiveCheck(DataSourceProvider provider, QueryCatalog queries, DatabaseStatus status, AgentKitOptions options)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The database answers.", HealthData.Of(status, options));
        }
        catch (AgentKitException exception)
        {
            return HealthData.Failure(context, exception, status, options);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var dataSource = await provider.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            await Connections.IsBehindPoolerAsync(connection, queries, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception);
        }
    }
}
