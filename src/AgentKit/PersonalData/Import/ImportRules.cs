using System.Collections.Frozen;

namespace AgentKit;

/// <summary>
/// What the library makes sure of before it writes, and the tables do not: those that every commit writes have no constraints for it, and none
/// of them looks into <c>jsonb</c>. A row of a file may come from anybody.
/// </summary>
internal static class ImportRules
{
    private static readonly FrozenDictionary<string, int> Least = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["version"] = 1,
        ["turn_number"] = 1,
        ["attempt"] = 1,
        ["turn_count"] = 0,
        ["forked_at_turn"] = 0,
        ["input_tokens"] = 0,
        ["output_tokens"] = 0,
        ["cached_input_tokens"] = 0,
        ["reasoning_tokens"] = 0,
        ["latency_ms"] = 0,
        ["cost"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, char> Opening = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["metadata"] = '{',
        ["captured_data"] = '{',
        ["data"] = '{',
        ["intents_seen"] = '[',
        ["templates_sent"] = '[',
        ["earlier_decisions"] = '[',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="ImportException">A value is out of its range, or says half of something.</exception>
    public static void Check(ImportRow row)
    {
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (row.Values[i] is { } value && !IsGood(row.Table.Columns[i], value))
            {
                throw new ImportException(row.Line, $"has a value for {row.Table.Columns[i].Name} that {row.Table.Name} never have");
            }
        }

        if (row.Table == PersonalTables.Sessions && row["parent_session_id"] is null != row["forked_at_turn"] is null)
        {
            throw new ImportException(row.Line, "has half a reference to the session that it was forked from");
        }
    }

    private static bool IsGood(PersonalColumn column, string value) =>
        Least.TryGetValue(column.Name, out var least) ? value[0] != '-' && (least == 0 || value != "0")
        : Opening.TryGetValue(column.Name, out var opening) ? value[0] == opening
        : column.Name != "user_id" || value.Length > 0;
}
