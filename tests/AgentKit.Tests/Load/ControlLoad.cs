using Npgsql;

namespace AgentKit.Tests.Load;

/// <summary>
/// One statement after the other that touches no table: no age slows it down, but whatever else the machine does. What it does in an interval is what
/// the load of that interval is compared with.
/// </summary>
internal sealed class ControlLoad : IAsyncDisposable
{
    private const int Connections = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private long _calls;

    public ControlLoad(string connectionString) =>
        _running = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => RunAsync(connectionString))));

    public long Calls => Interlocked.Read(ref _calls);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        while (!_end.IsCancellationRequested)
        {
            await command.ExecuteScalarAsync();
            Interlocked.Increment(ref _calls);
        }
    }
}
