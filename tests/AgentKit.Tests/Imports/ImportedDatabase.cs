using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Imports;

/// <summary>A database with the tables of a source system in a schema of their own, into which one of the ways in has brought them.</summary>
internal sealed class ImportedDatabase : IAsyncDisposable
{
    private readonly ThrowawayDatabase _database;
    private readonly ServiceProvider _services;
    private readonly string _name;

    private ImportedDatabase(ThrowawayDatabase database, string name)
    {
        _database = database;
        _name = name;
        _services = new ServiceCollection()
            .AddAgentKit(options => options.ConnectionString = database.ConnectionString)
            .AddAgent(new AgentDefinition("support", "Support") { Phases = [new("answering", "done"), new("done")] })
            .AddAgent(new AgentDefinition("assistant", "Assistant"))
            .AddAgent(new AgentDefinition("builder", "Builder") { Phases = Workflow.Standard.Phases })
            .Services.BuildServiceProvider();
    }

    public string AdminConnectionString => _database.AdminConnectionString;

    public ISessionStore Sessions => Get<ISessionStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The tables and rows of a source, and its way in.</summary>
    public static async Task<ImportedDatabase> CreateAsync(string name, string variables)
    {
        var imported = await FillAsync(name);
        await imported.ImportAsync(variables);
        return imported;
    }

    /// <summary>The tables and rows of a source alone.</summary>
    public static async Task<ImportedDatabase> FillAsync(string name)
    {
        var database = await TestPostgres.CreateMigratedDatabaseAsync();
        var imported = new ImportedDatabase(database, name);
        await Shell.RunAsync($"psql -X -q -v ON_ERROR_STOP=1 -f tests/AgentKit.Tests/Imports/{name}.sql", database.ConnectionString);
        return imported;
    }

    /// <summary>Runs the way in as the owner of AgentKit's tables, who is no superuser.</summary>
    public Task<string> ImportAsync(string variables) =>
        Shell.RunAsync($"psql -X -q -v source=source {variables} -f sql/import/{_name}.sql", _database.ConnectionString);

    public Task ChangeAsync(string sql) => Sql.ExecuteAsync(AdminConnectionString, sql);

    /// <summary>All rows of all tables of AgentKit, for comparison.</summary>
    public Task<string> ContentsAsync() => Sql.ScalarAsync<string>(
        AdminConnectionString,
        """
        SELECT string_agg(t.xml::text, '' ORDER BY t.name)
        FROM (
            SELECT c.relname AS name, query_to_xml(format('SELECT * FROM agentkit.%I AS x ORDER BY x::text', c.relname), true, false, '') AS xml
            FROM pg_class AS c
            WHERE c.relnamespace = 'agentkit'::regnamespace
                AND c.relkind = 'r'
        ) AS t
        """);

    public async Task<IReadOnlyList<Session>> SessionsAsync(AgentScope scope) =>
        (await Sessions.ListAsync(scope, new SessionFilter { Order = SessionOrder.Created })).Items;

    /// <summary>What every way in has to leave: sessions that go on, in a feed that shows them.</summary>
    public async Task<Session> GoesOnAsync(AgentScope scope, Session session)
    {
        var after = await Sessions.CommitAsync(scope, session, new SessionCommit { Turns = [Turn.User("And now?")] });
        await Sessions.AppendAsync(scope, session.Id, new SessionCommit { Turns = [Turn.Assistant("Now this.")] });
        return after;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
