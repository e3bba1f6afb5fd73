using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Faults;

/// <summary>Disturbs writes on several hosts at once, on each of them one after the other, and counts.</summary>
internal sealed class FaultRun(AgentKitFixture fixture, References references)
{
    private const int HostsThatHang = 6;

    private readonly Lock _lock = new();

    /// <summary>What was not as promised.</summary>
    public ConcurrentQueue<(string Operation, string What)> Violations { get; } = [];

    /// <summary>How many writes were to be disturbed.</summary>
    public int Cases { get; private set; }

    /// <summary>How many messages were disturbed.</summary>
    public int Faults { get; private set; }

    public TimeSpan Longest { get; private set; }

    public Task AllAsync(Func<FaultLaneKey, IEnumerable<FaultCase>> casesOf) => Task.WhenAll(FaultLaneKey.All.SelectMany(key =>
    {
        // What hangs is waited for, and costs nothing meanwhile.
        var hosts = key.Hangs && Soak.Time is not null ? HostsThatHang : 1;
        return Enumerable.Range(0, hosts).Select(host => Task.Run(() => WorkAsync(key, casesOf(key).Where((_, i) => i % hosts == host))));
    }));

    private async Task WorkAsync(FaultLaneKey key, IEnumerable<FaultCase> cases)
    {
        await using var lane = await FaultLane.StartAsync(fixture, references, key);
        var count = 0;
        foreach (var one in cases)
        {
            var requests = (await references.OfAsync(one.Operation, key)).Requests;
            var (first, last) = one.Request is { } request ? (request % requests, request % requests) : (0, requests - 1);
            for (var i = first; i <= last; i++, count++)
            {
                if (await lane.DisturbAsync(one.Operation, one.Kind, i) is { } wrong)
                {
                    Violations.Enqueue((one.Name, $"{one.Kind} at {one.Kind.Fault.Share}, {key}, request {i}: {wrong}"));
                }
            }
        }

        lock (_lock)
        {
            Faults += lane.FaultsInjected;
            Cases += count;
            Longest = lane.Longest > Longest ? lane.Longest : Longest;
        }
    }
}
