using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;
using NpgsqlTypes;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>
/// Raw Npgsql, as fast as one writes it by hand: one statement, prepared by itself, typed positional parameters, no reset between uses of a
/// connection, no row-level security.
/// </summary>
/// <param name="endpoint">The database.</param>
/// <param name="logged">Whether the log entry is written too, which makes an append repeatable.</param>
internal sealed class RawCommits(Endpoint endpoint, bool logged) : ISubject
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.Tuned);
    private readonly RawStatement _append = RawStatement.Read(logged ? "append_logged" : "append");

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var id = await RawSession.CreateAsync(_dataSource, cancellationToken);
        var version = 1L;
        return async token =>
        {
            await AppendAsync(id, version, token);
            version++;
        };
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async Task AppendAsync(Guid sessionId, long version, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = _append.On(connection);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.Workspace });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.User });
        if (logged)
        {
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        }

        parameters.Add(new NpgsqlParameter<string> { TypedValue = "user" });
        parameters.Add(new NpgsqlParameter<string>
        {
            TypedValue = JsonSerializer.Serialize([new RawText(Sample.Text)], RawJsonContext.Default.RawBlockArray),
            NpgsqlDbType = NpgsqlDbType.Json,
        });
        Expect.Equal(1, await command.ExecuteNonQueryAsync(cancellationToken));
    }
}
