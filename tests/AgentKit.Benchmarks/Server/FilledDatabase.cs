using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Benchmarks.Server;

/// <summary>A database of a given size on the server of the benchmarks, so that sizes can have their turns one after the other.</summary>
internal sealed class FilledDatabase : IAsyncDisposable
{
    /// <summary>So many sessions at a time, so that progress can be told.</summary>
    private const int Batch = 50_000;

    private static readonly string[] Statements = ["filled_sessions", "filled_state", "filled_commits", "filled_turns"];

    private readonly ThrowawayDatabase _database;

    private FilledDatabase(ThrowawayDatabase database, int sessions, int workspaces) =>
        (_database, Sessions, Workspaces, Endpoint) = (database, sessions, workspaces, new Endpoint(database.ConnectionString));

    public Endpoint Endpoint { get; }

    public int Sessions { get; }

    public int Workspaces { get; }

    /// <param name="server">Where.</param>
    /// <param name="sessions">How many, evenly over the workspaces.</param>
    /// <param name="workspaces">How many.</param>
    /// <param name="turns">How many in each session; an even number.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FilledDatabase> CreateAsync(
        BenchmarkServer server, int sessions, int workspaces, int turns, Action<string> report, CancellationToken cancellationToken)
    {
        var filled = new FilledDatabase(await server.CreateDatabaseAsync(cancellationToken), sessions, workspaces);
        try
        {
            await using (var provider = AgentKitHost.CreateProvider(filled.Endpoint))
            {
                await provider.GetRequiredService<IMigrator>().UpAsync(cancellationToken: cancellationToken);
            }

            for (var first = 0; first < sessions; first += Batch)
            {
                report($"Filling a database: {first:N0} of {sessions:N0} sessions of {turns} turns");
                await filled.FillAsync(first, Math.Min(first + Batch, sessions) - 1, turns, cancellationToken);
            }

            report($"Filling a database: {sessions:N0} sessions, statistics");
            await filled.AsAdminAsync("VACUUM (ANALYZE)", cancellationToken);
            return filled;
        }
        catch
        {
            await filled.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session by its number, and whose it is.</summary>
    public (AgentScope Scope, Guid Id) Session(int number) => (
        AgentScope.ForUser($"w-{number % Workspaces}", $"u-{number / Workspaces % 10}"),
        Guid.Parse($"00000000-0000-7000-8000-{number:x12}"));

    /// <summary>Bytes on disk, indexes included.</summary>
    public async Task<long> SizeAsync(CancellationToken cancellationToken) =>
        (long)(await AsAdminAsync("SELECT pg_database_size(current_database())", cancellationToken))!;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task FillAsync(int first, int last, int turns, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_database.AdminConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };

        // The rows fit, and the checks of their foreign keys take longer than they do.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET session_replication_role = replica"));
        foreach (var statement in Statements)
        {
            var command = new NpgsqlBatchCommand(SqlFiles.Read($"server/{statement}.sql"));
            foreach (var value in new[] { first, last, Workspaces, turns })
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<object?> AsAdminAsync(string sql, CancellationToken cancellationToken)
    {
        await using var admin = NpgsqlDataSource.Create(_database.AdminConnectionString);
        await using var command = admin.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
