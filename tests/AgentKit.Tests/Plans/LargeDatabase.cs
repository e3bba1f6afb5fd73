using System.Text.RegularExpressions;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Plans;

/// <summary>
/// A database with 100,000 sessions and a million turns, whose server explains each statement that AgentKit sends: as a notice, which Npgsql logs.
/// </summary>
public sealed partial class LargeDatabase : IAsyncLifetime
{
    /// <summary>Where a tenth of the sessions is; the others are in nine more.</summary>
    public const string Workspace = "w-0";

    public const string User = "u-0";

    private ThrowawayDatabase? _database;
    private NpgsqlDataSource? _dataSource;
    private ServiceProvider? _provider;
    private Func<IReadOnlyList<CapturedLog.Entry>> _logged = () => [];

    /// <summary>An open session of the user's, with ten turns.</summary>
    public Guid SessionId => SessionIds[0];

    /// <summary>Some of the user's open sessions.</summary>
    public IReadOnlyList<Guid> SessionIds { get; private set; } = [];

    public T Get<T>()
        where T : notnull => _provider!.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateMigratedDatabaseAsync();
        await FillAsync();
        SessionIds = await Sql.ScalarAsync<Guid[]>(_database.AdminConnectionString, $"""
            SELECT array_agg(session_id)
            FROM agentkit.sessions
            WHERE workspace_id = '{Workspace}' AND user_id = '{User}' AND status = 'active'
            """);

        // For connections from now on. Everything is explained, however short it takes.
        await Sql.ExecuteAsync(_database.AdminConnectionString, $"""
            ALTER DATABASE "{_database.Name}" SET session_preload_libraries = 'auto_explain';
            ALTER DATABASE "{_database.Name}" SET auto_explain.log_min_duration = 0;
            ALTER DATABASE "{_database.Name}" SET auto_explain.log_level = 'notice';
            """);
        var log = new CapturedLog();
        _logged = () => log.Entries;
        var builder = new NpgsqlDataSourceBuilder(_database.ConnectionString);
        builder.UseLoggerFactory(LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log)));
        _dataSource = builder.Build();

        var services = new ServiceCollection();
        services.AddSingleton(_dataSource);
        services.AddAgentKit(options => options.Coalescing = new() { Enabled = true, Concurrency = 1 }).AddAgent(new AgentDefinition(AgentKitFixture.Agent, "Support"));
        _provider = services.BuildServiceProvider();
        await Get<ISessionStore>().GetAsync(AgentScope.ForUser(Workspace, User), SessionId); // what AgentKit checks at its start is not what is asked
    }

    public async Task DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>The plans of what a call sent, those of its scope and of foreign keys apart.</summary>
    public async Task<IReadOnlyList<string>> ExplainAsync(Func<Task> call)
    {
        var before = _logged().Count;
        await call();
        return
        [
            .. _logged()
                .Skip(before)
                .Select(entry => entry.Message)
                .Where(message => Plan().IsMatch(message) && message.Contains("agentkit.", StringComparison.Ordinal)),
        ];
    }

    /// <summary>As the owner of the tables, without the checks of foreign keys: the rows fit, and a million checks take longer than the rows.</summary>
    private async Task FillAsync()
    {
        var sql = await Repository.ReadAsync("tests/AgentKit.Tests/Plans/large_database.sql");
        var patient = new NpgsqlConnectionStringBuilder(_database!.AdminConnectionString) { CommandTimeout = 600 };
        await Sql.ExecuteAsync(patient.ConnectionString, sql);
    }

    [GeneratedRegex("duration: .* plan:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plan();
}
