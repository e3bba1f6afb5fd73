using AgentKit.Infrastructure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentKit;

/// <summary>
/// Whether calls can succeed: the checks of the start have passed, or pass now, and a read works under a scope and the role that cannot bypass it.
/// </summary>
internal sealed class DatabaseReadyCheck(Database database, DatabaseStatus status, AgentKitOptions options) : IHealthCheck
{
    /// <summary>Any workspace will do: what is looked for is nowhere.</summary>
    private static readonly AgentScope Scope = AgentScope.ForService("agentkit-health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.SingleOrDefaultAsync<RunRow>(
                Scope, database.Statement(RunQueries.Get).Set("RunId", Guid.Empty), cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The database is migrated, isolates, and is read.", HealthData.Of(status, options));
        }
        catch (AgentKitException exception)
        {
            return HealthData.Failure(context, exception, status, options);
        }
    }
}
