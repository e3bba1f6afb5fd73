using AgentKit.Infrastructure;
using Npgsql;
using IsolationLevel = System.Data.IsolationLevel;

namespace AgentKit;

/// <summary>
/// One transaction of the login, not under the application role. Nothing limits how long a statement of it takes, but the caller's token.
/// </summary>
internal sealed class MigrationTransaction
{
    private readonly QueryCatalog _queries;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly List<Action> _afterCommit = [];

    private MigrationTransaction(QueryCatalog queries, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _queries = queries;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The migration that is under way, for the message of what fails from now on.</summary>
    public int? Version { get; set; }

    /// <summary>Commits when the body returns; rolls back, and throws an error of the library, when anything fails.</summary>
    public static async Task<T> RunAsync<T>(
        NpgsqlDataSource dataSource, QueryCatalog queries, Func<MigrationTransaction, Task<T>> body, CancellationToken cancellationToken)
    {
        MigrationTransaction? running = null;
        try
        {
            var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);

            // Read committed, whatever the login's default: after the wait for the lock the next statement must see what the others did.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using var __ = transaction.ConfigureAwait(false);

            running = new(queries, connection, transaction);
            var result = await body(running).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            running._afterCommit.ForEach(action => action());
            return result;
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw MigrationErrors.Translate(exception, running?.Version);
        }
    }

    /// <summary>Keeps what is to be logged until it is true.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Waits until no other process migrates the same schema.</summary>
    public async Task LockAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(MigrationQueries.PrepareTransaction, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(MigrationQueries.Lock, cancellationToken).ConfigureAwait(false);
    }

    public async Task ExecuteAsync(string query, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        var command = Command(_queries[query], values);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<List<T>> QueryAsync<T>(
        string query, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        var command = Command(_queries[query], values);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await new ResultReader(reader).ReadListAsync<T>(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a whole file: any number of statements, no parameters.</summary>
    public async Task ExecuteScriptAsync(string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = 0 };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(Query query, (string Name, object Value)[] values)
    {
        var command = new NpgsqlCommand(query.Text, _connection, _transaction) { CommandTimeout = 0 };
        foreach (var parameter in query.Parameters)
        {
            var (_, value) = Array.Find(values, candidate => candidate.Name == parameter);
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
