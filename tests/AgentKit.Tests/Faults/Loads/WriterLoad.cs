using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>
/// Writers of all kinds, each of which sends what failed again, unchanged, until it is acknowledged. However often PostgreSQL goes away meanwhile,
/// in the end all that was begun is there, once.
/// </summary>
internal sealed class WriterLoad(IReadOnlyList<IWriter> writers)
{
    private readonly ConcurrentDictionary<string, int> _failures = [];
    private long _acknowledged;
    private volatile bool _isEnding;
    private Task _running = Task.CompletedTask;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How many calls failed, and as what; each was sent again.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public void Start() => _running = Task.WhenAll(writers.Select(writer => Task.Run(() => WriteAsync(writer))));

    /// <summary>Until this many more calls have been acknowledged; at once where a writer has failed for good.</summary>
    public Task GoOnAsync(int calls)
    {
        var until = Acknowledged + calls;
        return Eventually.HoldsAsync(() => Acknowledged >= until || _isEnding);
    }

    /// <summary>Lets each writer end what it has begun, and look at what came of all of it.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        await _running;
        foreach (var writer in writers)
        {
            await writer.CheckAsync();
        }
    }

    private async Task WriteAsync(IWriter writer)
    {
        try
        {
            for (var i = 1; !_isEnding; i++)
            {
                foreach (var call in writer.Begin(i))
                {
                    await SendAsync(call);
                    Interlocked.Increment(ref _acknowledged);
                }
            }
        }
        catch
        {
            _isEnding = true; // the others need not go on
            throw;
        }
    }

    private async Task SendAsync(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (DatabaseUnavailableException error)
            {
                _failures.AddOrUpdate(error.SqlState ?? "no answer", 1, (_, count) => count + 1);
                await Task.Delay(5);
            }
        }
    }
}
