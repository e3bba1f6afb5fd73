using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>Which database the library uses: the host's data source, or a connection string; never both.</summary>
internal sealed record ConnectionChoice(NpgsqlDataSource? DataSource, string? ConnectionString)
{
    public const string ConfigurationKey = "AgentKit";

    /// <exception cref="OptionsValidationException">There is none.</exception>
    public static ConnectionChoice Require(AgentKitOptions options, IServiceProvider services, DatabaseName name) =>
        Find(options, services, name)
        ?? throw new OptionsValidationException(nameof(AgentKitOptions), typeof(AgentKitOptions), [AgentKitOptionsValidator.NoDatabase(name)]);

    /// <summary>The order is stated at <see cref="AgentKitOptions"/>. One with a name takes nothing that is meant for another.</summary>
    public static ConnectionChoice? Find(AgentKitOptions options, IServiceProvider services, DatabaseName name)
    {
        if (options.DataSource is { } dataSource)
        {
            return new(dataSource, ConnectionString: null);
        }

        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return new(DataSource: null, options.ConnectionString);
        }

        if (services.GetKeyedService<NpgsqlDataSource>(name.Value) is { } registered)
        {
            return new(registered, ConnectionString: null);
        }

        var configured = services.GetService<IConfiguration>()?.GetConnectionString(name.Value ?? ConfigurationKey);
        if (string.IsNullOrWhiteSpace(configured) && name.Value is null)
        {
            configured = Environment.GetEnvironmentVariable(AgentKitOptions.ConnectionStringVariable);
        }

        return string.IsNullOrWhiteSpace(configured) ? null : new(DataSource: null, configured);
    }
}
