using System.Transactions;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>The one way in which a connection is opened.</summary>
internal static class Connections
{
    /// <summary>
    /// Opens a connection that takes no part in an ambient transaction of the host: there, the scope would stay in force for the host's own
    /// statements, and what was acknowledged could still be rolled back.
    /// </summary>
    public static async ValueTask<NpgsqlConnection> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
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
}
