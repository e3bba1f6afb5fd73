using Npgsql;

namespace AgentKit.Tests.Tasks.Workers;

/// <summary>
/// What was seen of the work, in a table of the host's own in the same database, which nobody ever changes a row of. Completions are entered by
/// the database itself, in the transaction that completes: so they are there whether the worker lived to hear of it or not.
/// </summary>
internal static class TaskLedger
{
    /// <summary>A worker has begun the step and does what is to be done.</summary>
    public const string Begun = "begun";

    /// <summary>The task has become completed. Written by a trigger.</summary>
    public const string Completed = "completed";

    /// <summary>The worker was told that it has completed the step.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Run by the superuser.</summary>
    public const string Create =
        """
        CREATE SCHEMA work;
        CREATE TABLE work.ledger (
            entry    bigint GENERATED ALWAYS AS IDENTITY,
            task_id  uuid   NOT NULL,
            token    bigint NOT NULL,
            what     text   NOT NULL,
            worker   text   NULL
        );
        GRANT USAGE ON SCHEMA work TO PUBLIC;
        GRANT SELECT, INSERT ON work.ledger TO PUBLIC;

        CREATE FUNCTION work.note_completion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO work.ledger (task_id, token, what) VALUES (NEW.task_id, NEW.fencing_token, 'completed');
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER note_completion
            AFTER UPDATE ON agentkit.tasks
            FOR EACH ROW WHEN (NEW.status = 'completed' AND OLD.status <> 'completed')
            EXECUTE FUNCTION work.note_completion();
        """;

    public static async Task WriteAsync(NpgsqlDataSource dataSource, TaskLease lease, string what, string worker)
    {
        await using var command = dataSource.CreateCommand("INSERT INTO work.ledger (task_id, token, what, worker) VALUES ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = lease.TaskId });
        command.Parameters.Add(new() { Value = lease.FencingToken });
        command.Parameters.Add(new() { Value = what });
        command.Parameters.Add(new() { Value = worker });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All entries in their order.</summary>
    public static async Task<IReadOnlyList<TaskLedgerEntry>> ReadAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand("SELECT task_id, token, what FROM work.ledger ORDER BY entry");
        await using var reader = await command.ExecuteReaderAsync();
        List<TaskLedgerEntry> entries = [];
        while (await reader.ReadAsync())
        {
            entries.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return entries;
    }
}
