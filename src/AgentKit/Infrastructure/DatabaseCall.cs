using System.Runtime.CompilerServices;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>One call of the database, through all its attempts.</summary>
/// <param name="dataSource">Where it goes.</param>
/// <param name="scope">Who asks.</param>
/// <param name="statements">What puts the scope in force, and what is to be done.</param>
/// <param name="read">Reads the results, from the second statement on.</param>
internal sealed class DatabaseCall<T>(
    NpgsqlDataSource dataSource, AgentScope scope, Statement[] statements, Func<ResultReader, CancellationToken, Task<T>> read)
{
    /// <summary>Sends it as one batch: one network round trip and one implicit transaction.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var batch = ScopedBatch.Create(connection, scope, statements);
            await using var __ = batch.ConfigureAwait(false);

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ___ = reader.ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false); // past the preamble

            var result = await read(new ResultReader(reader), cancellationToken).ConfigureAwait(false);

            // Only the end of the batch is the commit: an error of a later statement, or of the commit itself, comes here.
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }

            return result;
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception, scope, statements);
        }
    }

    /// <summary>The call has succeeded: what it sent is read by nobody any more.</summary>
    public void Release() => ScopedBatch.Release(statements);
}
