using AgentKit.Benchmarks.Server;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>A session in the tables of the baselines.</summary>
internal static class RawSession
{
    public static async Task<Guid> CreateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var command = dataSource.CreateCommand(SqlFiles.Read("baselines/create_session.sql"));
        command.Parameters.AddWithValue("SessionId", id);
        command.Parameters.AddWithValue("WorkspaceId", Sample.Workspace);
        command.Parameters.AddWithValue("UserId", Sample.User);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }
}
