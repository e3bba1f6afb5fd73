using AgentKit.Infrastructure;
using AgentKit.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentKit.Tests.Infrastructure;

/// <summary>A migrator with a data source of its own, as a process would have it.</summary>
internal sealed class TestMigrator : IMigrator, IAsyncDisposable
{
    private readonly DataSourceProvider _provider;
    private readonly Migrator _migrator;

    private TestMigrator(AgentKitOptions options, string connectionString, MigrationCatalog catalog, ILogger<Migrator>? logger)
    {
        var template = new SqlTemplate(options.Schema, options.ApplicationRole);
        var queries = new QueryCatalog(template);
        _provider = new(new(DataSource: null, connectionString), queries, options, new(), NullLogger<DataSourceProvider>.Instance);
        _migrator = new(_provider, queries, template, options, logger ?? NullLogger<Migrator>.Instance, catalog);
    }

    public static TestMigrator For(
        ThrowawayDatabase database, AgentKitOptions? options = null, MigrationCatalog? catalog = null, ILogger<Migrator>? logger = null) =>
        For(database.ConnectionString, options, catalog, logger);

    public static TestMigrator For(
        string connectionString, AgentKitOptions? options = null, MigrationCatalog? catalog = null, ILogger<Migrator>? logger = null) =>
        new(options ?? new(), connectionString, catalog ?? MigrationCatalog.Shipped, logger);

    public Task<IReadOnlyList<MigrationInfo>> UpAsync(int? toVersion = null, CancellationToken cancellationToken = default) =>
        _migrator.UpAsync(toVersion, cancellationToken);

    public Task<IReadOnlyList<MigrationInfo>> DownAsync(int toVersion, CancellationToken cancellationToken = default) =>
        _migrator.DownAsync(toVersion, cancellationToken);

    public Task<IReadOnlyList<MigrationInfo>> GetStatusAsync(CancellationToken cancellationToken = default) =>
        _migrator.GetStatusAsync(cancellationToken);

    public Task ValidateAsync(CancellationToken cancellationToken = default) => _migrator.ValidateAsync(cancellationToken);

    public Task<IReadOnlyList<MigrationInfo>> ResetAsync(CancellationToken cancellationToken = default) =>
        _migrator.ResetAsync(cancellationToken);

    public string GetScript(int fromVersion, int? toVersion = null, string? login = null) =>
        _migrator.GetScript(fromVersion, toVersion, login);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
