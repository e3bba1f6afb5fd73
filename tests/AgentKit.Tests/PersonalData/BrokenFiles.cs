namespace AgentKit.Tests.PersonalData;

/// <summary>Everything that can be wrong with the file of an import.</summary>
internal static class BrokenFiles
{
    public const string Secret = "s3cret";

    private const string Turn2 = "\"turn_number\":2,";

    /// <summary>What is done to the lines of a good file, where it is noticed, and what is said.</summary>
    public static Dictionary<string, (Func<List<string>, List<string>> Change, string Says)> All { get; } = new()
    {
        ["empty"] = (_ => [], "is not the header"),
        ["no header"] = (lines => lines[1..], "Line 1 of the import is not the header"),
        ["another format"] = (lines => Edit(lines, 0, "agentkit-export", "csv"), "Line 1 of the import is not the header"),
        ["a later format"] = (lines => Edit(lines, 0, "\"version\":1", "\"version\":2"), "Line 1 of the import is of another version of the format than 1"),
        ["no footer"] = (lines => lines[..^1], "is missing: the file was cut off"),
        ["half a line"] = (lines => [.. lines[..3], lines[3][..20]], "Line 4 of the import is not strict JSON"),
        ["a blank line"] = (lines => [.. lines[..2], "", .. lines[2..]], "Line 3 of the import is not strict JSON"),
        ["a line more"] = (lines => [.. lines, lines[^2]], "comes after the footer"),
        ["a row less"] = (lines => Without(lines, "events"), "counts 2 rows of events, and there are 1"),
        ["a turn less"] = (lines => Without(lines, "turns"), "leaves a gap between the turns"),
        ["no turns"] = (lines => Without(Without(lines, "turns"), "turns"), "of which 0 turns are there, and 2 are counted"),
        ["a turn more than counted"] = (lines => EditRow(lines, "sessions", "\"turn_count\":2", "\"turn_count\":1"), "of which 2 turns are there, and 1 are counted"),
        ["a row twice"] = (lines => Twice(lines, "commits"), "is out of order"),
        ["a session twice"] = (lines => Twice(lines, "sessions"), "ends a session of which 0 turns"),
        ["children first"] = (lines => [lines[0], .. Move(lines[1..])], "not below its session"),
        ["another table"] = (lines => EditRow(lines, "turns", "\"table\":\"turns\"", $"\"table\":\"{Secret}\""), "is of a table that is not known"),
        ["a table that is nobody's"] = (lines => EditRow(lines, "turns", "\"table\":\"turns\"", "\"table\":\"agents\""), "is of a table that is not known"),
        ["another column"] = (lines => EditRow(lines, "turns", "\"author\":", $"\"{Secret}\":"), "has a column that turns does not have"),
        ["a column twice"] = (lines => EditRow(lines, "turns", "\"author\":", "\"model\":"), "or one of its columns twice"),
        ["a column less"] = (lines => EditRow(lines, "turns", Turn2, ""), "lacks the column turn_number of turns"),
        ["a number in quotes"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":\"1\","), "has a value for turn_number that is no bigint"),
        ["half a number"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":1.5,"), "no bigint"),
        ["a number too large"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":9223372036854775808,"), "no bigint"),
        ["no number"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":null,"), "has no value for turn_number"),
        ["no id"] = (lines => EditRow(lines, "runs", "\"run_id\":\"0", $"\"run_id\":\"{Secret}"), "has a value for run_id that is no uuid"),
        ["no time"] = (lines => EditRow(lines, "turns", "\"created_at\":\"2026", "\"created_at\":\"tomorrow"), "has a value for created_at that is no timestamptz"),
        ["a time in words"] = (lines => EditRow(lines, "sessions", "\"created_at\":\"2026-01-02T03:04:05.678901+00:00\"", "\"created_at\":\"now\""), "no timestamptz"),
        ["no interval"] = (lines => EditRow(lines, "runs", "\"lease_duration\":\"P1DT2H3M4.5S\"", "\"lease_duration\":\"soon\""), "no interval"),
        ["an interval that is none"] = (lines => EditRow(lines, "runs", "P1DT2H3M4.5S", "P1DT2H3M4.5SPT"), "is refused: PostgreSQL answered with SQLSTATE 22007"),
        ["no boolean"] = (lines => EditRow(lines, "turns", "\"has_tool_result\":true", "\"has_tool_result\":1"), "no boolean"),
        ["an object for a text"] = (lines => EditRow(lines, "turns", "\"role\":\"user\"", "\"role\":{}"), "no text"),
        ["a number beyond numeric"] = (lines => EditRow(lines, "turns", "12345678901234567890.000000001", "1e999999"), "is refused: PostgreSQL answered with SQLSTATE 22003"),
        ["a role that is none"] = (lines => EditRow(lines, "turns", "\"role\":\"user\"", $"\"role\":\"{Secret}\""), "constraint turns_role_check"),
        ["nobody's id"] = (lines => EditRow(lines, "preferences", "\"user_id\":\"u-1\"", "\"user_id\":\"\""), "has a value for user_id that preferences never have"),
        ["a turn of nobody's id"] = (lines => EditRow(lines, "turns", "\"user_id\":\"u-1\"", "\"user_id\":\"\""), "has a value for user_id that turns never have"),
        ["an attempt before the first"] = (lines => EditRow(lines, "tool_runs", "\"attempt\":", "\"attempt\":-"), "has a value for attempt that tool_runs never have"),
        ["half a fork"] = (lines => EditRow(lines, "sessions", "\"forked_at_turn\":1", "\"forked_at_turn\":null"), "has half a reference to the session"),
        ["a fork before the first turn"] = (lines => EditRow(lines, "sessions", "\"forked_at_turn\":1", "\"forked_at_turn\":-1"), "has a value for forked_at_turn"),
        ["tokens that were given back"] = (lines => EditRow(lines, "turns", "\"input_tokens\":", "\"input_tokens\":-1"), "has a value for input_tokens"),
        ["money that was given back"] = (lines => EditRow(lines, "turns", "12345678901234567890.000000001", "-0.5"), "has a value for cost"),
        ["intents that are no list"] = (lines => EditRow(lines, "session_state", "[{\"name\": \"greet\"}]", "{}"), "has a value for intents_seen"),
        ["an escaped U+0000"] = (lines => EditRow(lines, "turns", "\"t\": \"", $"\"t\": \"{Secret}\\u0000"), "contains the escape of U+0000"),
        ["half a surrogate pair"] = (lines => EditRow(lines, "turns", "\"t\": \"", $"\"t\": \"{Secret}\\ud800"), "unpaired surrogate"),
        ["U+0000 itself"] = (lines => EditRow(lines, "turns", "\"t\": \"", "\"t\": \"\0"), "is not strict JSON"),
        ["deep nesting"] = (lines => EditRow(lines, "turns", "{ \"z\"", new string('[', 200) + "{ \"z\""), "is not strict JSON"),
        ["a null that is none"] = (lines => EditRow(lines, "tool_runs", "\"json_null\":[\"output\"]", "\"json_null\":[\"input\"]"), "names a column in json_null"),
        ["nulls that are no names"] = (lines => EditRow(lines, "tool_runs", "\"json_null\":[\"output\"]", "\"json_null\":[1]"), "something else than names"),
        ["a footer of texts"] = (lines => EditRow(lines, "footer", "\"sessions\":1", "\"sessions\":\"1\""), "counts in something else than whole numbers"),
        ["a footer of another table"] = (lines => EditRow(lines, "footer", "\"sessions\":1", "\"sessions\":1,\"x\":0"), "counts a table that is not known"),
        ["a turn of somebody else"] = (lines => EditRow(lines, "turns", "\"user_id\":\"u-1\"", "\"user_id\":\"u-2\""), "does not fit what is there"),
        ["a step of somebody else"] = (lines => EditRow(lines, "task_steps", "\"user_id\":\"u-1\"", "\"user_id\":\"u-2\""), "does not fit what is there"),
        ["a commit beyond the session"] = (lines => EditRow(lines, "session_commits", "\"version\":2,", "\"version\":9,"), "does not fit what is there"),
    };

    private static int Find(List<string> lines, string table) =>
        table == "footer" ? lines.Count - 1
        : lines.FindIndex(line => line.Contains($"\"table\":\"{table}\"") || line.Contains($"\"table\":\"session_{table}\""));

    private static List<string> Edit(List<string> lines, int index, string from, string to)
    {
        lines[index] = lines[index].Replace(from, to);
        return lines;
    }

    /// <summary>In the first row of the table that has it.</summary>
    private static List<string> EditRow(List<string> lines, string table, string from, string to)
    {
        var index = table == "footer" ? lines.Count - 1 : lines.FindIndex(line => line.Contains($"\"table\":\"{table}\"") && line.Contains(from));
        return Edit(lines, index, from, to);
    }

    private static List<string> Without(List<string> lines, string table)
    {
        lines.RemoveAt(Find(lines, table));
        return lines;
    }

    private static List<string> Twice(List<string> lines, string table)
    {
        var index = Find(lines, table);
        lines.Insert(index + 1, lines[index]);
        return lines;
    }

    private static IEnumerable<string> Move(List<string> rows) => rows[1..^1].Append(rows[0]).Append(rows[^1]);
}
