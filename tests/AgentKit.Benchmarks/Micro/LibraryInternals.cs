using System.Data.Common;
using System.Reflection;
using Dapper;

namespace AgentKit.Benchmarks.Micro;

/// <summary>The parts inside the library that are measured by themselves, bound once: calling them costs what it costs the library.</summary>
internal static class LibraryInternals
{
    private static readonly Assembly Library = typeof(AgentScope).Assembly;

    public static Func<IReadOnlyList<ContentBlock>, string> WriteContent { get; } =
        Find("AgentKit.ContentJson").GetMethod("Serialize", BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<Func<IReadOnlyList<ContentBlock>, string>>();

    public static Func<string, IReadOnlyList<ContentBlock>> ReadContent { get; } =
        Find("AgentKit.ContentJson").GetMethod("Deserialize", BindingFlags.Static | BindingFlags.NonPublic, [typeof(string)])!
            .CreateDelegate<Func<string, IReadOnlyList<ContentBlock>>>();

    /// <summary>Reads the rows of <c>turns</c> and makes turns of them.</summary>
    public static Func<DbDataReader, List<AgentKit.Turn>> ReadTurns { get; } =
        typeof(LibraryInternals).GetMethod(nameof(MapWith), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(Find("AgentKit.TurnRow")).Invoke(null, []) as Func<DbDataReader, List<AgentKit.Turn>>
        ?? throw new InvalidOperationException("There is no mapping of turns.");

    private static Func<DbDataReader, List<AgentKit.Turn>> MapWith<TRow>()
    {
        var toTurn = typeof(TRow).GetMethod("ToTurn")!.CreateDelegate<Func<TRow, AgentKit.Turn>>();
        return reader =>
        {
            var turns = new List<AgentKit.Turn>();
            var parse = reader.GetRowParser<TRow>();
            while (reader.Read())
            {
                turns.Add(toTurn(parse(reader)));
            }

            return turns;
        };
    }

    private static Type Find(string name) => Library.GetType(name, throwOnError: true)!;
}
