using System.Text;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.PersonalData;

/// <summary>
/// Somebody with a row in every table of personal data and a value in every column, written past the library. A column that is added gets a
/// value of its type by itself.
/// </summary>
internal sealed class Person
{
    /// <summary>What must come back: spelling of numbers, order and repetition of keys, spaces, escapes, any Unicode, a line feed.</summary>
    public const string Verbatim =
        "{ \"z\": 1.10, \"a\": 10000000000000000000000000000000000000000, \"e\": 1E40, \"dup\": 1, \"dup\": 2,\n \"t\": \"é \\u00e9 \\n 🙂 \\/\" }";

    public const string Text = "é \"quoted\" \\ 🙂\nnext line\u2028end";

    private readonly Dictionary<string, string?> _values;

    public Person(string workspace, string userId = "u-1")
    {
        (Workspace, UserId) = (workspace, userId);
        _values = new()
        {
            ["user_id"] = userId,
            ["session_id"] = SessionId.ToString(),
            ["run_id"] = RunId.ToString(),
            ["tool_run_id"] = Guid.CreateVersion7().ToString(),
            ["task_id"] = TaskId.ToString(),
            ["sessions.turn_count"] = "2",
            ["sessions.version"] = "2",
            ["sessions.status"] = "closed",
            ["sessions.slug"] = $"slug {SessionId}",
            ["session_commits.status"] = "closed",
            ["turns.role"] = "user",
            ["archived_turns.archived_version"] = "2",
            ["archived_turns.role"] = "user",
            ["session_commits.version"] = "2",
            ["session_summaries.version"] = "2",
            ["session_summaries.retired_version"] = "2",
            ["session_summaries.role"] = "assistant",
            ["runs.status"] = "running",
            ["runs.completed_at"] = null,
            ["runs.parent_run_id"] = RunId.ToString(),
            ["tool_runs.status"] = "succeeded",
            ["tool_runs.output"] = "null",
            ["tasks.status"] = "completed",
            ["tasks.claim_id"] = null,
            ["tasks.lease_owner"] = null,
            ["tasks.lease_expires_at"] = null,
            ["task_steps.earlier_decisions"] = $$"""[{"approved": false, "decided_by": "{{userId}}"}]""",
            ["session_state.intents_seen"] = """[{"name": "greet"}]""",
            ["session_state.templates_sent"] = "[]",
            ["task_steps.status"] = "completed",
            ["preferences.auto_execute_level"] = "confirm",
            ["events.category"] = "hook",
            ["events.payload"] = "null",
        };
    }

    public string Workspace { get; }

    public string UserId { get; }

    public Guid SessionId { get; } = Guid.CreateVersion7();

    public Guid RunId { get; } = Guid.CreateVersion7();

    public Guid TaskId { get; } = Guid.CreateVersion7();

    public AgentScope Scope => AgentScope.ForUser(Workspace, UserId);

    public AgentScope Service => AgentScope.ForService(Workspace);

    /// <summary>Somebody in a workspace of their own.</summary>
    public static async Task<Person> CreateAsync(AgentKitFixture fixture, string? workspace = null, string userId = "u-1")
    {
        var person = new Person(workspace ?? AgentKitFixture.NewWorkspace(), userId);
        await person.InsertAsync(fixture);
        return person;
    }

    /// <summary>One row a table, two turns, and a task and an event outside of the session.</summary>
    public async Task InsertAsync(AgentKitFixture fixture)
    {
        StringBuilder sql = new();
        foreach (var table in PersonalTables.All)
        {
            Append(sql, table);
            if (table.Name == "turns")
            {
                Append(sql, table, ("turn_number", "2"));
            }
        }

        var loose = Guid.CreateVersion7().ToString();
        Append(
            sql,
            PersonalTables.Find("tasks")!,
            ("task_id", loose),
            ("session_id", null),
            ("status", "in_progress"),
            ("claim_id", Guid.CreateVersion7().ToString()),
            ("lease_owner", "worker"),
            ("lease_expires_at", "2026-01-02T03:04:05+00:00"));
        Append(sql, PersonalTables.Find("task_steps")!, ("task_id", loose));
        Append(sql, PersonalTables.Find("events")!, ("event_id", Guid.CreateVersion7().ToString()), ("session_id", null));
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, sql.ToString());
    }

    /// <summary>Another session, whose run is the child of the first one's, and whose tool run and task belong to that.</summary>
    public Task SecondSessionAsync(AgentKitFixture fixture)
    {
        StringBuilder sql = new();
        var (session, run, task) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        Append(sql, PersonalTables.Sessions, ("session_id", session), ("slug", null), ("turn_count", "0"));
        Append(sql, PersonalTables.Find("session_state")!, ("session_id", session));
        Append(sql, PersonalTables.Find("runs")!, ("session_id", session), ("run_id", run), ("parent_run_id", RunId.ToString()));
        Append(sql, PersonalTables.Find("tool_runs")!, ("session_id", session), ("tool_run_id", Guid.CreateVersion7().ToString()));
        Append(sql, PersonalTables.Find("tasks")!, ("session_id", session), ("task_id", task));
        return Sql.ExecuteAsync(fixture.Database.AdminConnectionString, sql.ToString());
    }

    /// <summary>Inserts a row of a table with a value in every column, but for those that are given here.</summary>
    public void Append(StringBuilder sql, PersonalTable table, params (string Column, string? Value)[] given)
    {
        var values = table.Columns.Select(column =>
        {
            var known = given.Where(value => value.Column == column.Name).Select(value => (Value: value.Value, IsGiven: true)).FirstOrDefault();
            var value = known.IsGiven ? known.Value : ValueOf(table.Name, column);
            return value is null ? "NULL" : $"'{value.Replace("'", "''")}'::{column.Kind}";
        });
        sql.AppendLine($"""
            INSERT INTO agentkit.{table.Name} (workspace_id, {string.Join(", ", table.Columns.Select(column => column.Name))})
            VALUES ('{Workspace}', {string.Join(", ", values)});
            """);
    }

    private string? ValueOf(string table, PersonalColumn column) =>
        _values.TryGetValue($"{table}.{column.Name}", out var own) ? own
        : _values.TryGetValue(column.Name, out var value) ? value
        : column.Kind switch
        {
            ColumnKind.Uuid => Guid.CreateVersion7().ToString(),
            ColumnKind.BigInt or ColumnKind.Integer => "1",
            ColumnKind.Numeric => "12345678901234567890.000000001",
            ColumnKind.Boolean => "true",
            ColumnKind.Timestamptz => "2026-01-02T03:04:05.678901+00:00",
            ColumnKind.Interval => "P1DT2H3M4.5S",
            ColumnKind.Text => Text,
            ColumnKind.Json => Verbatim,
            _ => """{"b": 1.10, "a": [1, {"c": null}], "big": 10000000000000000000000}""",
        };
}
