using System.Collections.Concurrent;

namespace AgentKit.Tests.Histories.Faulting;

/// <summary>How many faults of each kind have struck.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentDictionary<FaultKind, long> _counts = new();

    public long Total => _counts.Values.Sum();

    public void Add(FaultKind kind, long count = 1) => _counts.AddOrUpdate(kind, count, (_, before) => before + count);

    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"));
}
