using System.Globalization;

namespace AgentKit;

/// <summary>
/// Follows the order of an export: sessions by their ids, under each its rows table by table and key by key, then what belongs to none. So a
/// row stands once, after its parent; and a session has all of its turns.
/// </summary>
internal sealed class ImportOrder
{
    private readonly Dictionary<string, long> _counts = PersonalTables.All.ToDictionary(table => table.Name, _ => 0L, StringComparer.Ordinal);
    private string? _sessionId;
    private long _turnCount;
    private long _turns;
    private bool _isPastSessions;
    private int _table = -1;
    private string _lastId = "";
    private long _lastNumber;
    private long _lastSecond;

    public void Add(ImportRow row)
    {
        _counts[row.Table.Name]++;
        if (row.Table == PersonalTables.Sessions)
        {
            BeginSession(row);
            return;
        }

        if (_sessionId is null || !BelongsToSession(row))
        {
            LeaveSessions(row);
        }

        CheckKey(row);
        if (row.Table.Name == "turns" && _lastNumber != ++_turns)
        {
            throw new ImportException(row.Line, "leaves a gap between the turns of its session");
        }
    }

    /// <summary>Checks the end: everything that was counted is there.</summary>
    public void End(Dictionary<string, long> counts, long line)
    {
        EndSession(line);
        if (counts.Keys.Any(table => !_counts.ContainsKey(table)))
        {
            throw new ImportException(line, "counts a table that is not known");
        }

        foreach (var (table, count) in _counts)
        {
            var expected = counts.GetValueOrDefault(table);
            if (expected != count)
            {
                throw new ImportException(
                    line, FormattableString.Invariant($"counts {expected} rows of {table}, and there are {count}"));
            }
        }
    }

    private void BeginSession(ImportRow row)
    {
        EndSession(row.Line);
        var id = row["session_id"]!;
        if (_isPastSessions || string.CompareOrdinal(id, _sessionId) <= 0)
        {
            throw OutOfOrder(row);
        }

        _sessionId = id;
        _turnCount = long.Parse(row["turn_count"]!, CultureInfo.InvariantCulture);
        _turns = 0;
        BeginTables();
    }

    private void EndSession(long line)
    {
        if (_turns != _turnCount)
        {
            throw new ImportException(
                line, FormattableString.Invariant($"ends a session of which {_turns} turns are there, and {_turnCount} are counted"));
        }
    }

    private bool BelongsToSession(ImportRow row)
    {
        if (_isPastSessions)
        {
            return false;
        }

        // Steps follow the tasks of their session, or those of nobody's.
        return row.Table.IndexOf("session_id") >= 0
            ? row["session_id"] == _sessionId
            : row.Table.Name == "task_steps" && _table >= 0 && PersonalTables.All[_table].Name is "tasks" or "task_steps";
    }

    private void LeaveSessions(ImportRow row)
    {
        if (row.Table.ExportOfUser is null)
        {
            throw new ImportException(row.Line, $"is of {row.Table.Name} and not below its session");
        }

        if (!_isPastSessions)
        {
            EndSession(row.Line);
            _isPastSessions = true;
            BeginTables();
        }
    }

    private void BeginTables()
    {
        _table = -1;
        (_lastId, _lastNumber, _lastSecond) = ("", 0, 0);
    }

    private void CheckKey(ImportRow row)
    {
        var table = IndexOf(row.Table);
        var id = row.Table.IdKey is { } idKey ? row[idKey]! : "";
        var number = NumberOf(row, row.Table.NumberKey);
        var second = NumberOf(row, row.Table.SecondKey);
        var order = (string.CompareOrdinal(id, _lastId), number.CompareTo(_lastNumber), second.CompareTo(_lastSecond));
        var follows = table > _table || (table == _table && order is ( > 0, _, _) or (0, > 0, _) or (0, 0, > 0));
        if (!follows)
        {
            throw OutOfOrder(row);
        }

        (_table, _lastId, _lastNumber, _lastSecond) = (table, id, number, second);
    }

    private static long NumberOf(ImportRow row, string? key) =>
        key is null ? 0 : long.Parse(row[key]!, CultureInfo.InvariantCulture);

    private static int IndexOf(PersonalTable table)
    {
        for (var i = 0; i < PersonalTables.All.Count; i++)
        {
            if (PersonalTables.All[i] == table)
            {
                return i;
            }
        }

        return -1;
    }

    private static ImportException OutOfOrder(ImportRow row) =>
        new(row.Line, $"is out of order: {row.Table.Name} of before, or of another place, come after it");
}
