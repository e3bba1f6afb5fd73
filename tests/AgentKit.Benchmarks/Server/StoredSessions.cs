using Npgsql;

namespace AgentKit.Benchmarks.Server;

/// <summary>Sessions with a given number of turns, written by the server itself: only what comes after is measured.</summary>
internal static class StoredSessions
{
    /// <param name="server">Where.</param>
    /// <param name="schema">Whose tables: <c>raw</c> or <c>agentkit</c>.</param>
    /// <param name="sessions">How many.</param>
    /// <param name="turns">How many in each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<Guid>> CreateAsync(
        BenchmarkServer server, string schema, int sessions, int turns, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. Enumerable.Range(0, sessions).Select(_ => Guid.CreateVersion7())];
        foreach (var statement in new[] { "stored_sessions", "stored_turns" })
        {
            await server.AsAdminAsync(
                SqlFiles.Read($"server/{statement}.sql").Replace("{schema}", schema, StringComparison.Ordinal),
                cancellationToken,
                new NpgsqlParameter<Guid[]> { TypedValue = ids },
                new NpgsqlParameter<string> { TypedValue = Sample.Workspace },
                new NpgsqlParameter<string> { TypedValue = Sample.User },
                new NpgsqlParameter<int> { TypedValue = turns },
                new NpgsqlParameter<string[]> { TypedValue = Sample.Roles },
                new NpgsqlParameter<string[]> { TypedValue = Sample.Conversation });
        }

        await server.AsAdminAsync($"VACUUM (ANALYZE) {schema}.turns", cancellationToken);
        return ids;
    }
}
