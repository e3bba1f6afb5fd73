using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>Which database the library uses: the host's data source, or a connection string; never both.</summary>
internal sealed record ConnectionChoice(NpgsqlDataSource? DataSource, string? ConnectionString)
{
    public const string ConfigurationKey = "AgentKit";

    /// <summary>The order is stated at <see cref="AgentKitOptions"/>.</summary>
    public static ConnectionChoice? Find(AgentKitOptions options, IServiceProvider services)
    {
        if (options.DataSource is { } dataSource)
        {
            return new(dataSource, ConnectionString: null);
        }

        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return new(DataSource: null, options.ConnectionString);
        }

        if (services.GetService<NpgsqlDataSource>() is { } registered)
        {
            return new(registered, ConnectionString: null);
        }

        var configured = services.GetService<IConfiguration>()?.GetConnectionString(ConfigurationKey);
        if (string.IsNullOrWhiteSpace(configured))
        {
            configured = Environment.GetEnvironmentVariable(AgentKitOptions.ConnectionStringVariable);
        }

        return string.IsNullOrWhiteSpace(configured) ? null : new(DataSource: null, configured);
    }
}
