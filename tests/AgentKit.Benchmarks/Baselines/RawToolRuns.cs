using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;
using NpgsqlTypes;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>Raw Npgsql: one insert when a tool begins, one update when it has ended.</summary>
internal sealed class RawToolRuns(Endpoint endpoint) : ISubject
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.Tuned);
    private readonly RawStatement _start = RawStatement.Read("start_tool_run");
    private readonly RawStatement _complete = RawStatement.Read("complete_tool_run");

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessionId = await RawSession.CreateAsync(_dataSource, cancellationToken);
        return async token =>
        {
            var id = Guid.CreateVersion7();
            await StartAsync(sessionId, id, token);
            await CompleteAsync(id, token);
        };
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async Task StartAsync(Guid sessionId, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = _start.On(connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.Workspace });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.User });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "find_order" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "worker" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.ToolInput, NpgsqlDbType = NpgsqlDbType.Json });
        Expect.Equal(1, await command.ExecuteNonQueryAsync(cancellationToken));
    }

    private async Task CompleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = _complete.On(connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.ToolOutput, NpgsqlDbType = NpgsqlDbType.Json });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.Workspace });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        Expect.Equal(1, await command.ExecuteNonQueryAsync(cancellationToken));
    }
}
