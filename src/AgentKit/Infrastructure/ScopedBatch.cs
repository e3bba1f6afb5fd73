using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>The batch that a call is: the scope first, then its statements.</summary>
internal static class ScopedBatch
{
    /// <summary>Makes a batch.</summary>
    /// <param name="connection">The connection that it runs on.</param>
    /// <param name="scope">Who asks.</param>
    /// <param name="preamble">Puts the scope in force; <see langword="null"/> where it is already, within a transaction.</param>
    /// <param name="statements">What is to be done.</param>
    public static NpgsqlBatch Create(
        NpgsqlConnection connection, AgentScope scope, ScopePreamble? preamble, ReadOnlySpan<Statement> statements)
    {
        var batch = new NpgsqlBatch(connection);
        if (preamble is not null)
        {
            batch.BatchCommands.Add(preamble.For(scope));
        }

        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement.ToCommand(scope));
        }

        foreach (var statement in statements)
        {
            if (statement.Last is { } last)
            {
                batch.BatchCommands.Add(last.ToCommand(scope));
            }
        }

        return batch;
    }
}
