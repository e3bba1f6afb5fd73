using Npgsql;

namespace AgentKit.Approvals.Outside;

/// <summary>
/// Stands in for the shop, the payment provider and the mail service: others, whom no transaction of AgentKit reaches. Like any provider worth
/// paying through, it does what it is asked for once per idempotency key, and answers the same every time.
/// </summary>
/// <remarks>A table in a schema of its own, so that the sample needs no second server; each request is a transaction of its own.</remarks>
internal sealed class OutsideWorld(NpgsqlDataSource dataSource)
{
    /// <summary>Several processes may open at once; the lock lets one of them create the table.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var create = dataSource.CreateCommand(
            """
            SELECT pg_advisory_xact_lock(hashtext('outside_world'));
            CREATE SCHEMA IF NOT EXISTS outside_world;
            CREATE TABLE IF NOT EXISTS outside_world.requests (
                idempotency_key text PRIMARY KEY,
                service text NOT NULL,
                answer text NOT NULL,
                times_asked integer NOT NULL DEFAULT 1,
                first_asked_at timestamptz NOT NULL DEFAULT now()
            );
            """);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Does it, unless it was done under this key before.</summary>
    /// <returns>The answer: the one given now, or the one that was given then.</returns>
    public async Task<string> AskAsync(string key, string service, string answer, CancellationToken cancellationToken)
    {
        await using var ask = dataSource.CreateCommand(
            """
            INSERT INTO outside_world.requests AS r (idempotency_key, service, answer)
            VALUES ($1, $2, $3)
            ON CONFLICT (idempotency_key) DO UPDATE SET times_asked = r.times_asked + 1
            RETURNING r.answer
            """);
        ask.Parameters.Add(new() { Value = key });
        ask.Parameters.Add(new() { Value = service });
        ask.Parameters.Add(new() { Value = answer });
        return (string)(await ask.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Everything that was asked for on behalf of a task.</summary>
    public async Task<IReadOnlyList<OutsideRequest>> ListAsync(Guid taskId, CancellationToken cancellationToken)
    {
        await using var list = dataSource.CreateCommand(
            """
            SELECT idempotency_key, service, answer, times_asked
            FROM outside_world.requests
            WHERE starts_with(idempotency_key, $1)
            ORDER BY idempotency_key
            """);
        list.Parameters.Add(new() { Value = $"{taskId}/" });
        await using var rows = await list.ExecuteReaderAsync(cancellationToken);
        List<OutsideRequest> requests = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            requests.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3)));
        }

        return requests;
    }
}
