using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace AgentKit.Benchmarks.Profiling;

/// <summary>
/// Hears from the runtime of allocations drawn at random, one in about 100 KB. The older event, one at every 100 KB, falls into step with
/// work that is always the same and then names the wrong types.
/// </summary>
internal sealed class AllocationListener : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Sampled = "AllocationSampled";
    private const EventKeywords AllocationSampling = (EventKeywords)0x80000000000;

    private readonly ConcurrentDictionary<string, long> _samples = new(StringComparer.Ordinal);

    public bool IsListening { get; set; }

    public long Samples => _samples.Values.Sum();

    /// <summary>Types, and their share of all bytes.</summary>
    public IReadOnlyList<(string Type, double Share)> Shares
    {
        get
        {
            double all = Samples;
            return [.. _samples.OrderByDescending(type => type.Value).Select(type => (type.Key, type.Value / all))];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
        {
            EnableEvents(eventSource, EventLevel.Informational, AllocationSampling);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (IsListening && eventData.EventName == Sampled)
        {
            var type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
            _samples.AddOrUpdate(type, 1, (_, before) => before + 1);
        }
    }
}
