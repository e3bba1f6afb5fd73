using System.Collections.Concurrent;
using AgentKit.Testing;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Infrastructure;

/// <summary>
/// The PostgreSQL of the whole test assembly: started by the first test that asks, removed after the last. Every test has a database of its
/// own, so all of them can run at once.
/// </summary>
internal static class TestPostgres
{
    private const string PoolerVariable = "AGENTKIT_TEST_POOLER";

    private static readonly Lazy<Task<ThrowawayPostgres>> Server = new(() => ThrowawayPostgres.StartAsync(Options));
    private static readonly Lazy<Task<ThrowawayDatabase>> Template = new(CreateTemplateAsync);
    private static readonly ConcurrentBag<string> Roles = [];

    /// <summary>
    /// How the library comes to its server in this run: directly, or through a PgBouncer with <c>AGENTKIT_TEST_POOLER=pgbouncer</c>. For tests
    /// that start a server of their own, too.
    /// </summary>
    public static ThrowawayPostgresOptions Options { get; } = new()
    {
        BehindPgBouncer = Environment.GetEnvironmentVariable(PoolerVariable) switch
        {
            null or "" => false,
            "pgbouncer" => true,
            var other => throw new InvalidOperationException($"{PoolerVariable} is '{other}'; it may be 'pgbouncer', or not set."),
        },
    };

    /// <summary>Whether a pooler stands between the library and its server.</summary>
    public static bool IsPooled => Options.BehindPgBouncer;

    /// <summary>A database without anything in it.</summary>
    public static async Task<ThrowawayDatabase> CreateEmptyDatabaseAsync()
    {
        var server = await Server.Value;
        return await server.CreateDatabaseAsync();
    }

    /// <summary>A database at the latest version, with default names: a copy of one that was migrated once.</summary>
    public static async Task<ThrowawayDatabase> CreateMigratedDatabaseAsync()
    {
        var template = await Template.Value;
        var server = await Server.Value;
        return await server.CreateDatabaseAsync(template.Name);
    }

    /// <summary>A name that no other test uses for a role; roles belong to the server, not to a database.</summary>
    public static string NewRoleName(string prefix = "agentkit_test_")
    {
        var name = prefix + Guid.NewGuid().ToString("N")[..12];
        Roles.Add(name);
        return name;
    }

    /// <summary>Called once, after the last test.</summary>
    public static async Task RemoveAsync()
    {
        // What failed to start has failed the tests that asked for it, and leaves nothing to remove.
        if (!Server.IsValueCreated || !Server.Value.IsCompletedSuccessfully)
        {
            return;
        }

        await using var server = await Server.Value;
        if (Template.IsValueCreated && Template.Value.IsCompletedSuccessfully)
        {
            await (await Template.Value).DisposeAsync();
        }

        // Any other server vanishes with its roles.
        if (server.Source == PostgresSource.Environment && !Roles.IsEmpty)
        {
            var names = string.Join(", ", Roles.Select(name => $"\"{name.Replace("\"", "\"\"")}\""));
            await Sql.ExecuteAsync(server.AdminConnectionString, $"DROP ROLE IF EXISTS {names}");
        }
    }

    private static async Task<ThrowawayDatabase> CreateTemplateAsync()
    {
        var database = await CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);
        await migrator.UpAsync();
        return database;
    }
}
