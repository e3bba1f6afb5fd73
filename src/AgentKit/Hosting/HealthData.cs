using AgentKit.Infrastructure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentKit;

/// <summary>What the results of health checks tell beside their status: what an operator asks first, and no secrets.</summary>
internal static class HealthData
{
    public static IReadOnlyDictionary<string, object> Of(DatabaseStatus status, AgentKitOptions options)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal)
        {
            ["schema"] = options.Schema,
            ["expectedSchemaVersion"] = MigrationCatalog.Shipped.LatestVersion,
            ["ready"] = status.IsReady,
        };
        if (status.SchemaVersion is { } version)
        {
            data["schemaVersion"] = version;
        }

        if (status.Connection is { } found)
        {
            data["serverVersion"] = found.ServerVersion;
            data["pooled"] = found.BehindPooler;
            data["prepared"] = found.Prepares;
        }

        return data;
    }

    /// <summary>The library's own messages say what to do, and name no secrets; so the cause, which is somebody else's, is left out.</summary>
    public static HealthCheckResult Failure(
        HealthCheckContext context, AgentKitException exception, DatabaseStatus status, AgentKitOptions options)
    {
        var data = new Dictionary<string, object>(Of(status, options), StringComparer.Ordinal)
        {
            ["category"] = exception.Category.ToString(),
            ["retryable"] = exception.IsRetryable,
        };
        return new(context.Registration.FailureStatus, exception.Message, exception: null, data);
    }
}
