using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>
/// A transaction in which a scope is in force, for what needs more than a batch: holding row locks while the caller decides, or goes on.
/// Disposed without a commit, it is rolled back.
/// </summary>
internal sealed class ScopedTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly AgentScope _scope;
    private Action? _afterCommit;
    private ScopePreamble? _preamble;
    private bool _mayBeHalfPrepared;
    private bool _isDisposed;

    private ScopedTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, AgentScope scope, ScopePreamble preamble)
    {
        _connection = connection;
        _transaction = transaction;
        _scope = scope;
        _preamble = preamble;
    }

    public static async Task<ScopedTransaction> BeginAsync(
        NpgsqlDataSource dataSource, AgentScope scope, ScopePreamble preamble, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
            try
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                return new ScopedTransaction(connection, transaction, scope, preamble);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception);
        }
    }

    /// <summary>Takes a row lock, then reads: a statement that did both would read other tables as they were before it waited.</summary>
    /// <param name="record">Records that somebody looks; <see langword="null"/> where nobody asks for it.</param>
    /// <param name="rowLock">Takes the lock.</param>
    /// <param name="read">Reads under it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<WriteResult<T>> LockAsync<T>(Statement? record, Statement rowLock, Statement read, CancellationToken cancellationToken)
        where T : class =>
        record is null
            ? ExecuteAsync([rowLock, read], Database.ReadWriteAsync<T>, cancellationToken)
            : ExecuteAsync([record, rowLock, read], Database.AfterFirst<T>(1), cancellationToken);

    /// <summary>Reads all rows.</summary>
    public Task<List<T>> ListAsync<T>(Statement read, CancellationToken cancellationToken) =>
        ExecuteAsync([read], static (results, token) => results.ReadListAsync<T>(token), cancellationToken);

    /// <summary>Sends any statements in one round trip; <paramref name="read"/> reads their results one after the other.</summary>
    public Task<T> BatchAsync<T>(
        Statement[] statements, Func<ResultReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        ExecuteAsync(statements, read, cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception);
        }

        _afterCommit?.Invoke();
    }

    /// <summary>Once only: Npgsql reuses the transaction of a connection, which after the first time may serve somebody else.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            // The connection is lost, and with it the transaction: that is the rollback.
        }
        finally
        {
            if (_mayBeHalfPrepared)
            {
                Connections.Unprepare(_connection);
            }

            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> ExecuteAsync<T>(
        Statement[] statements, Func<ResultReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var entering = _preamble is not null;
        statements = _preamble is null ? statements : _preamble.First(_scope, statements);
        _preamble = null; // once: it holds until the transaction ends
        foreach (var statement in statements)
        {
            _afterCommit += statement.AfterCommit;
        }

        try
        {
            var batch = ScopedBatch.Create(_connection, _scope, statements);
            await using var _ = batch.ConfigureAwait(false);

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            if (entering)
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }

            var result = await read(new ResultReader(reader), cancellationToken).ConfigureAwait(false);
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
                // An error of a statement whose result nobody reads is an error too; met while disposing, it would be lost, and COMMIT a rollback.
            }

            ScopedBatch.Release(statements);
            return result;
        }
        catch (Exception exception)
        {
            _mayBeHalfPrepared |= Connections.MayBeHalfPrepared(exception);
            if (DatabaseErrors.IsForeign(exception))
            {
                throw DatabaseErrors.Translate(exception, _scope, statements);
            }

            throw;
        }
    }
}
