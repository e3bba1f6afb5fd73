using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace AgentKit.Tests.Faults;

/// <summary>
/// What is in a workspace, in all tables and columns, and what a call answered, but for ids and times: alike after the same write whenever it
/// was made, so that what a disturbed one came to is compared with what an undisturbed one comes to.
/// </summary>
internal sealed partial class Shapes(string adminConnectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(adminConnectionString);
    private string? _query;

    public async Task<string> OfAsync(string workspace)
    {
        _query ??= await BuildQueryAsync();
        await using var command = _dataSource.CreateCommand(_query);
        command.Parameters.Add(new() { Value = workspace });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add($"{reader.GetString(0)}: {Blur(reader.GetString(1))}");
        }

        rows.Sort(StringComparer.Ordinal);
        return string.Join('\n', rows).Replace(workspace, "", StringComparison.Ordinal);
    }

    public static string Of(object? answer, string workspace) =>
        Blur(JsonSerializer.Serialize(answer)).Replace(workspace, "", StringComparison.Ordinal);

    /// <summary>Until the server has ended all that it was asked through a host, also by those who wait for no answer any more.</summary>
    public async Task WaitForQuietAsync(string applicationName)
    {
        await Infrastructure.Eventually.HoldsAsync(async () =>
        {
            await using var command = _dataSource.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state <> 'idle' AND backend_type = 'client backend'");
            command.Parameters.Add(new() { Value = applicationName });
            return (long)(await command.ExecuteScalarAsync())! == 0;
        });
    }

    public async Task TerminateAsync(int processId)
    {
        await using var command = _dataSource.CreateCommand("SELECT pg_terminate_backend($1, 10000)");
        command.Parameters.Add(new() { Value = processId });
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    /// <summary>The place in the feed is the number of a transaction.</summary>
    private async Task<string> BuildQueryAsync()
    {
        await using var command = _dataSource.CreateCommand(
            """
            SELECT string_agg(
                format('SELECT %L, (to_jsonb(r) - ''feed_position'')::text FROM agentkit.%I AS r WHERE workspace_id = $1', tablename, tablename),
                ' UNION ALL ')
            FROM pg_tables
            WHERE schemaname = 'agentkit' AND tablename <> 'schema_migrations'
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static string Blur(string text) => Folders().Replace(Times().Replace(Durations().Replace(Ids().Replace(text, "id"), "\"Duration\":0"), "time"), "folder");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Times();

    [GeneratedRegex(@"/[^""]*agentkit-tests-[^""/]*")]
    private static partial Regex Folders();

    [GeneratedRegex("\"Duration\":\"[^\"]*\"")]
    private static partial Regex Durations();
}
