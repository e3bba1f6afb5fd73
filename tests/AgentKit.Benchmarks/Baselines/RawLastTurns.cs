using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>Raw Npgsql reading the last turns into records, the JSON of their content included.</summary>
internal sealed class RawLastTurns(Endpoint endpoint, Guid sessionId, int count) : ISubject
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.Tuned);
    private readonly RawStatement _read = RawStatement.Read("last_turns");

    public Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Func<CancellationToken, Task>>(async token => Expect.Equal(count, (await ReadAsync(token)).Count));

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async Task<List<RawTurn>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = _read.On(connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.Workspace });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = count });

        var turns = new List<RawTurn>(count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            turns.Add(Map(reader));
        }

        turns.Reverse();
        return turns;
    }

    private static RawTurn Map(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.GetString(2),
        JsonSerializer.Deserialize(reader.GetString(3), RawJsonContext.Default.RawBlockArray)!,
        reader.IsDBNull(4) ? null : reader.GetString(4),
        reader.IsDBNull(5) ? null : reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.GetInt64(7),
        reader.GetInt64(8),
        reader.GetInt64(9),
        reader.GetInt64(10),
        reader.GetDecimal(11),
        reader.IsDBNull(12) ? null : reader.GetInt64(12),
        reader.GetFieldValue<DateTimeOffset>(13),
        reader.IsDBNull(14) ? null : reader.GetString(14));

    private sealed record RawTurn(
        long Number,
        long Version,
        string Role,
        RawBlock[] Content,
        string? Author,
        string? Model,
        string? Intent,
        long InputTokens,
        long OutputTokens,
        long CachedInputTokens,
        long ReasoningTokens,
        decimal Cost,
        long? LatencyMs,
        DateTimeOffset CreatedAt,
        string? Metadata);
}
