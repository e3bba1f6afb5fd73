using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Dapper;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>As most people write it with Dapper: read, insert, update and commit in a transaction, anonymous objects, a plain connection string.</summary>
internal sealed class NaiveDapperCommits(Endpoint endpoint) : ISubject
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.ConnectionString);
    private readonly string _read = SqlFiles.Read("baselines/naive_read.sql");
    private readonly string _insert = SqlFiles.Read("baselines/naive_insert.sql");
    private readonly string _update = SqlFiles.Read("baselines/naive_update.sql");

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var id = await RawSession.CreateAsync(_dataSource, cancellationToken);
        return token => AppendAsync(id, token);
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async Task AppendAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (version, turnCount) = await connection.QuerySingleAsync<(long, long)>(
            _read, new { WorkspaceId = Sample.Workspace, SessionId = sessionId }, transaction);
        await connection.ExecuteAsync(
            _insert,
            new
            {
                WorkspaceId = Sample.Workspace,
                SessionId = sessionId,
                UserId = Sample.User,
                TurnNumber = turnCount + 1,
                Version = version + 1,
                Role = "user",
                Content = JsonSerializer.Serialize<RawBlock[]>([new RawText(Sample.Text)]),
            },
            transaction);
        Expect.Equal(1, await connection.ExecuteAsync(
            _update, new { WorkspaceId = Sample.Workspace, SessionId = sessionId, Version = version }, transaction));
        await transaction.CommitAsync(cancellationToken);
    }
}
