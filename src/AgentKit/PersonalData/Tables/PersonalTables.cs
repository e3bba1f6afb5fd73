using System.Collections.Frozen;

namespace AgentKit;

/// <summary>
/// What a person's data is: every table of the schema is either here, and then exported, imported, erased and kept as it says, or among
/// <see cref="NotPersonal"/>, with the reason. A test compares both lists and the columns with the schema.
/// </summary>
internal static class PersonalTables
{
    /// <summary>Tables that hold nothing of a person's, or what outlives them on purpose.</summary>
    public static readonly FrozenDictionary<string, string> NotPersonal = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["agents"] = "They belong to the workspace: instructions, tools and phases that its developers wrote.",
        ["access_log"] = "The trail of those who may read everything is not theirs to remove. Retention ends it: RetentionPolicy.AccessLog.",
        ["preference_defaults"] = "They belong to the workspace.",
        ["budgets"] = "Limits that the host set; that of a session goes with it.",
        ["budget_spending"] = "Sums for the bill of the workspace; that of a session goes with it.",
        ["budget_reservations"] = "Amounts for a model call that is under way, gone with its reply; those of a session go with it.",
        ["erasure_receipts"] = "Counts under a random id, which say nothing of whom; they are the proof.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Columns that are no data but a place in this database, which gives them anew.</summary>
    public static readonly FrozenSet<string> OwnToTheDatabase = new[] { "sessions.feed_position", "session_commits.feed_position" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Parents before children: in this order they are exported and imported, and in the other one erased.</summary>
    public static IReadOnlyList<PersonalTable> All { get; } =
    [
        new("sessions")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid version:bigint turn_count:bigint input_tokens:bigint output_tokens:bigint created_at:timestamptz
                updated_at:timestamptz active_bucket:timestamptz last_turn_at:timestamptz? closed_at:timestamptz?
                parent_session_id:uuid? forked_at_turn:bigint? cost:numeric user_id:text? agent_id:text status:text kind:text
                phase:text? status_reason:text? assigned_to:text? title:text? conversation_key:text? slug:text?
                working_directory:text? metadata:jsonb
                """),
            IdKey = "session_id",
            Export = "personal_data/export/sessions",
            ExportOfUser = "personal_data/export/user_sessions",
            Import = "personal_data/import/sessions",
            Erase = "personal_data/erase/sessions",
            Pseudonymize = "personal_data/pseudonymize/sessions",
            Kept = "RetentionPolicy.Sessions",
        },
        new("session_state")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid updated_at:timestamptz user_id:text? intents_seen:jsonb templates_sent:jsonb captured_data:jsonb
                data:jsonb
                """),
            Export = "personal_data/export/session_state",
            Import = "personal_data/import/session_state",
            Erase = "personal_data/erase/session_state",
            Kept = "with its session",
        },
        new("session_commits")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid operation_id:uuid version:bigint turn_count:bigint input_tokens:bigint output_tokens:bigint
                committed_at:timestamptz last_turn_at:timestamptz? closed_at:timestamptz? run_id:uuid? cost:numeric
                user_id:text? agent_id:text status:text phase:text? status_reason:text? assigned_to:text? title:text?
                metadata:jsonb?
                """),
            NumberKey = "version",
            Export = "personal_data/export/session_commits",
            Import = "personal_data/import/session_commits",
            Erase = "personal_data/erase/session_commits",
            Pseudonymize = "personal_data/pseudonymize/session_commits",
            Kept = "with its session",
        },
        new("turns")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid turn_number:bigint version:bigint created_at:timestamptz input_tokens:bigint
                output_tokens:bigint cached_input_tokens:bigint reasoning_tokens:bigint has_tool_result:boolean
                latency_ms:bigint? cost:numeric user_id:text? role:text author:text? model:text? intent:json? metadata:json?
                content:json
                """),
            NumberKey = "turn_number",
            Export = "personal_data/export/turns",
            Import = "personal_data/import/turns",
            Erase = "personal_data/erase/turns",
            Kept = "with its session",
        },
        new("archived_turns")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid turn_number:bigint version:bigint archived_version:bigint created_at:timestamptz
                archived_at:timestamptz input_tokens:bigint output_tokens:bigint cached_input_tokens:bigint
                reasoning_tokens:bigint has_tool_result:boolean latency_ms:bigint? cost:numeric user_id:text? role:text
                author:text? model:text? intent:json? metadata:json? content:json
                """),
            NumberKey = "archived_version",
            SecondKey = "turn_number",
            Export = "personal_data/export/archived_turns",
            Import = "personal_data/import/archived_turns",
            Erase = "personal_data/erase/archived_turns",
            Kept = "RetentionPolicy.ArchivedTurns",
        },
        new("session_summaries")
        {
            Columns = PersonalColumn.Parse(
                """
                session_id:uuid version:bigint through_turn:bigint created_at:timestamptz retired_version:bigint?
                input_tokens:bigint output_tokens:bigint cached_input_tokens:bigint reasoning_tokens:bigint latency_ms:bigint?
                cost:numeric user_id:text? role:text author:text? model:text? intent:json? metadata:json? content:json
                """),
            NumberKey = "version",
            Export = "personal_data/export/session_summaries",
            Import = "personal_data/import/session_summaries",
            Erase = "personal_data/erase/session_summaries",
            Kept = "with its session",
        },
        new("runs")
        {
            Columns = PersonalColumn.Parse(
                """
                run_id:uuid session_id:uuid input_tokens:bigint output_tokens:bigint fencing_token:bigint created_at:timestamptz
                updated_at:timestamptz lease_duration:interval parent_run_id:uuid? claim_id:uuid? token_limit:bigint?
                started_at:timestamptz? completed_at:timestamptz? heartbeat_at:timestamptz? lease_expires_at:timestamptz?
                cost:numeric cost_limit:numeric? user_id:text? agent_id:text status:text agent_type:text? model:text?
                model_alias:text? provider_session_id:text? lease_owner:text? error_type:text? error_message:text?
                checkpoint:json? metadata:jsonb
                """),
            IdKey = "run_id",
            Export = "personal_data/export/runs",
            Import = "personal_data/import/runs",
            Erase = "personal_data/erase/runs",
            Kept = "with its session",
        },
        new("tool_runs")
        {
            Columns = PersonalColumn.Parse(
                """
                tool_run_id:uuid session_id:uuid created_at:timestamptz updated_at:timestamptz run_id:uuid? turn_number:bigint?
                started_at:timestamptz? completed_at:timestamptz? attempt:integer user_id:text? tool_name:text status:text
                tool_use_id:text? worker:text? error_type:text? error_message:text? input:json output:json?
                """),
            IdKey = "tool_run_id",
            Export = "personal_data/export/tool_runs",
            Import = "personal_data/import/tool_runs",
            Erase = "personal_data/erase/tool_runs",
            Kept = "RetentionPolicy.ToolRuns",
        },
        new("tasks")
        {
            Columns = PersonalColumn.Parse(
                """
                task_id:uuid fencing_token:bigint created_at:timestamptz updated_at:timestamptz session_id:uuid? run_id:uuid?
                claim_id:uuid? sweep_id:uuid? due_at:timestamptz? started_at:timestamptz? completed_at:timestamptz?
                lease_expires_at:timestamptz? priority:integer user_id:text? status:text title:text lease_owner:text?
                tool_name:text? description:text? status_reason:text? input:json? metadata:jsonb
                """),
            IdKey = "task_id",
            Export = "personal_data/export/tasks",
            ExportOfUser = "personal_data/export/user_tasks",
            Import = "personal_data/import/tasks",
            Erase = "personal_data/erase/tasks",
            EraseOfUser = "personal_data/erase/user_tasks",
            Kept = "RetentionPolicy.Tasks",
        },
        new("task_steps")
        {
            Columns = PersonalColumn.Parse(
                """
                task_id:uuid fencing_token:bigint updated_at:timestamptz decision_id:uuid? waiting_since:timestamptz?
                started_at:timestamptz? completed_at:timestamptz? decided_at:timestamptz? step_number:integer attempt:integer
                requires_approval:boolean approved:boolean? user_id:text? status:text title:text tool_name:text?
                decided_by:text? decision_comment:text? status_reason:text? input:json? output:json? earlier_decisions:jsonb
                """),
            IdKey = "task_id",
            NumberKey = "step_number",
            Export = "personal_data/export/task_steps",
            ExportOfUser = "personal_data/export/user_task_steps",
            Import = "personal_data/import/task_steps",
            Erase = "personal_data/erase/task_steps",
            EraseOfUser = "personal_data/erase/user_task_steps",
            Pseudonymize = "personal_data/pseudonymize/task_steps",
            Kept = "with its task",
        },
        new("events")
        {
            Columns = PersonalColumn.Parse(
                """
                event_id:uuid occurred_at:timestamptz session_id:uuid? run_id:uuid? user_id:text? category:text type:text
                tool_name:text? payload:json?
                """),
            IdKey = "event_id",
            Export = "personal_data/export/events",
            ExportOfUser = "personal_data/export/user_events",
            Import = "personal_data/import/events",
            Erase = "personal_data/erase/events",
            EraseOfUser = "personal_data/erase/user_events",
            Kept = "RetentionPolicy.Events",
        },
        new("preferences")
        {
            Columns = PersonalColumn.Parse(
                """
                created_at:timestamptz updated_at:timestamptz user_id:text auto_execute_level:text? locale:text?
                time_zone_id:text? response_style:text? metadata:jsonb
                """),
            ExportOfUser = "personal_data/export/preferences",
            Import = "personal_data/import/preferences",
            EraseOfUser = "personal_data/erase/preferences",
            Kept = "until the person changes them or is erased",
        },
    ];

    /// <summary>Those that hang on a session, in the order of <see cref="All"/>, without the sessions themselves.</summary>
    public static IReadOnlyList<PersonalTable> OfSession { get; } = [.. All.Where(table => table.Export is not null).Skip(1)];

    /// <summary>Those in which a person owns rows outside of their own sessions.</summary>
    public static IReadOnlyList<PersonalTable> OfUser { get; } = [.. All.Where(table => table.ExportOfUser is not null).Skip(1)];

    public static PersonalTable Sessions => All[0];

    public static PersonalTable? Find(string name) => All.FirstOrDefault(table => table.Name == name);
}
