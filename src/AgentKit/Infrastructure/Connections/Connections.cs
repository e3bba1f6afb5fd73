using System.Data;
using System.Transactions;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>The one way in which a connection is opened, and what it is a connection to.</summary>
internal static class Connections
{
    /// <summary>
    /// Opens a connection that takes no part in an ambient transaction of the host: there, the scope would stay in force for the host's own
    /// statements, and what was acknowledged could still be rolled back.
    /// </summary>
    public static async ValueTask<NpgsqlConnection> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            if (Transaction.Current is null)
            {
                return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            }

            using var apart = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            apart.Complete();
            return connection;
        }
        catch (NpgsqlException exception) when (HasNoPrimary(exception, dataSource))
        {
            throw new DatabaseUnavailableException(
                "None of the hosts of the connection string is a server that can be written to, for now.", sqlState: null, exception);
        }
    }

    /// <summary>
    /// Whether a failure may have left a statement half prepared. Npgsql takes one that failed when it was parsed and not yet planned (a lock was not free in
    /// time, or the call was cancelled) for one without rows from then on: where it finds none the next time, the result of the statement after it would be
    /// read as its own, and a conflict for success.
    /// </summary>
    public static bool MayBeHalfPrepared(Exception failure) =>
        failure is not PostgresException refused || SqlStates.MayComeWhilePreparing(refused);

    /// <summary>Makes a connection forget what it has prepared, before anybody else is given it. Throws nothing: what had failed is to be told.</summary>
    /// <remarks>
    /// Npgsql does this in no asynchronous way. It is one round trip to a server that has just answered, after a failure, and bounded by the Command Timeout
    /// of the connection string.
    /// </remarks>
    public static void Unprepare(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open || new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare == 0)
        {
            return;
        }

        try
        {
            connection.UnprepareAll();
        }
        catch (Exception) when (connection.FullState == ConnectionState.Open)
        {
            NpgsqlConnection.ClearPool(connection); // it is closed when it is given back, and so are the others
        }
        catch (Exception)
        {
            // It is lost, and with it all that it had prepared.
        }
    }

    /// <summary>
    /// During a failover one host is known to be away and the other not to be a primary yet: Npgsql then asks neither of them, and has no cause to
    /// tell. With a single host the same exception is one of its own refusals, such as a password that is missing.
    /// </summary>
    private static bool HasNoPrimary(NpgsqlException exception, NpgsqlDataSource dataSource) =>
        exception is not PostgresException and { InnerException: null }
        && OwnDataSource.HasSeveralHosts(new(dataSource.ConnectionString));

    /// <summary>Whether a pooler stands between: the process that answers is not the one that the connection was told of at its start.</summary>
    public static async Task<bool> IsBehindPoolerAsync(
        NpgsqlConnection connection, QueryCatalog queries, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(queries["infrastructure/backend_pid"].Text, connection);
        await using var _ = command.ConfigureAwait(false);
        return connection.ProcessID != (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
