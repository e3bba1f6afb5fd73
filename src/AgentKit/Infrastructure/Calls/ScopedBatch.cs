using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>The batch that a call is: the scope first, then its statements.</summary>
internal static class ScopedBatch
{
    /// <summary>Makes the batch of one attempt.</summary>
    public static NpgsqlBatch Create(NpgsqlConnection connection, AgentScope scope, ReadOnlySpan<Statement> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement.ToCommand(scope));
        }

        return batch;
    }

    /// <summary>Gives the parameters of all statements back, when the call has succeeded.</summary>
    public static void Release(ReadOnlySpan<Statement> statements)
    {
        foreach (var statement in statements)
        {
            statement.Release();
        }
    }
}
