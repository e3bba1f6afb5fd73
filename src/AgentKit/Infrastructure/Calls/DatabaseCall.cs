using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>One call of the database, through all its attempts.</summary>
/// <param name="scope">Who asks.</param>
/// <param name="main">The one of the statements that says what the call is about.</param>
/// <param name="statements">What puts the scope in force, and what is to be done.</param>
/// <param name="read">Reads the results, from the second one on.</param>
internal sealed class DatabaseCall<T>(
    AgentScope scope, Statement main, Statement[] statements, Func<ResultReader, CancellationToken, ValueTask<T>> read)
{
    private NpgsqlDataSource? _dataSource;

    public AgentScope Scope => scope;

    public Statement Main => main;

    /// <summary>Whether what fails is left to the caller, who sends it in another way.</summary>
    public bool IsSentOnce { get; init; }

    /// <summary>The spans of others that its own leads to.</summary>
    public IReadOnlyList<ActivityContext> Callers { get; init; } = [];

    /// <summary>Told of each attempt; <see langword="null"/> while nobody listens.</summary>
    public CallObservation? Observation { get; set; }

    /// <summary>Says where it goes, once the database is ready.</summary>
    public void SendTo(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Sends it as one batch: one network round trip and one transaction.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> SendAsync(CancellationToken cancellationToken)
    {
        Observation?.AttemptBegins();
        try
        {
            var connection = await Connections.OpenAsync(_dataSource!, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            try
            {
                return await SendAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (Connections.MayBeHalfPrepared(exception))
            {
                Connections.Unprepare(connection);
                throw;
            }
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            var error = DatabaseErrors.Translate(exception, scope, statements);
            Observation?.Failed(error);
            throw error;
        }
    }

    /// <summary>The call has succeeded: what it sent is read by nobody any more, and what was to follow follows.</summary>
    public void Complete()
    {
        ScopedBatch.Release(statements);
        foreach (var statement in statements)
        {
            statement.AfterCommit?.Invoke();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> SendAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = ScopedBatch.Create(connection, scope, statements);
        await using var _ = batch.ConfigureAwait(false);

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false); // past the preamble

        var result = await read(new ResultReader(reader), cancellationToken).ConfigureAwait(false);

        // Only the end of the batch is the commit: an error of a later statement, or of the commit itself, comes here.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return result;
    }
}
