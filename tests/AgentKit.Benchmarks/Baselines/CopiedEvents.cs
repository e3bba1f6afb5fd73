using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;
using NpgsqlTypes;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>Binary COPY, the fastest way into PostgreSQL; it is refused where row-level security is on.</summary>
internal sealed class CopiedEvents(Endpoint endpoint, int count) : ISubject
{
    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.Tuned);
    private readonly string _copy = SqlFiles.Read("baselines/copy_events.sql");

    public Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Func<CancellationToken, Task>>(CopyAsync);

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var import = await connection.BeginBinaryImportAsync(_copy, cancellationToken);
        for (var i = 0; i < count; i++)
        {
            await import.StartRowAsync(cancellationToken);
            await import.WriteAsync(Guid.CreateVersion7(), cancellationToken);
            await import.WriteAsync(DateTime.UtcNow, cancellationToken);
            await import.WriteAsync(Sample.Workspace, cancellationToken);
            await import.WriteAsync(Sample.User, cancellationToken);
            await import.WriteAsync("hook", cancellationToken);
            await import.WriteAsync("post_tool_use", cancellationToken);
            await import.WriteAsync("find_order", cancellationToken);
            await import.WriteAsync(Sample.ToolOutput, NpgsqlDbType.Json, cancellationToken);
        }

        Expect.Equal(count, (long)await import.CompleteAsync(cancellationToken));
    }
}
