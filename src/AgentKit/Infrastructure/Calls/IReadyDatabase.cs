using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>Gives out the data source once the database has shown that it is the right one; the start of the host decides what that means.</summary>
internal interface IReadyDatabase
{
    ValueTask<NpgsqlDataSource> GetDataSourceAsync(CancellationToken cancellationToken);
}
