using System.Data;
using AgentKit.Benchmarks.Server;
using BenchmarkDotNet.Attributes;
using Dapper;

namespace AgentKit.Benchmarks.Micro;

/// <summary>Rows become turns; the reader holds its rows in memory.</summary>
[MemoryDiagnoser]
public class MappingBenchmarks
{
    private readonly DataTable _rows = CreateRows(count: 50);

    [Benchmark(Description = "map 50 turns")]
    public int Map()
    {
        using var reader = _rows.CreateDataReader();
        var parse = reader.GetRowParser<TurnRow>();
        var turns = new List<AgentKit.Turn>();
        while (reader.Read())
        {
            turns.Add(parse(reader).ToTurn());
        }

        return turns.Count;
    }

    private static DataTable CreateRows(int count)
    {
        var table = new DataTable();
        foreach (var (name, type) in new[]
        {
            ("TurnNumber", typeof(long)), ("Version", typeof(long)), ("Role", typeof(string)), ("Content", typeof(string)),
            ("Author", typeof(string)), ("Model", typeof(string)), ("Intent", typeof(string)), ("InputTokens", typeof(long)),
            ("OutputTokens", typeof(long)), ("CachedInputTokens", typeof(long)), ("ReasoningTokens", typeof(long)), ("Cost", typeof(decimal)),
            ("LatencyMs", typeof(long)), ("CreatedAt", typeof(DateTimeOffset)), ("Metadata", typeof(string)),
        })
        {
            table.Columns.Add(name, type);
        }

        for (var i = 0; i < count; i++)
        {
            table.Rows.Add(
                i + 1L, i + 2L, Sample.Roles[i % 4], Sample.Conversation[i % 4], null, null, null, 0L, 0L, 0L, 0L, 0m, null, DateTimeOffset.UnixEpoch, null);
        }

        return table;
    }
}
