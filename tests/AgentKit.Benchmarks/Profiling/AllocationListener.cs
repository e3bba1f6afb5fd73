using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace AgentKit.Benchmarks.Profiling;

/// <summary>Hears from the runtime of about every hundredth kilobyte that is allocated, and of what type it was.</summary>
internal sealed class AllocationListener : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords GarbageCollection = (EventKeywords)0x1;
    private const string Tick = "GCAllocationTick";

    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    public bool IsListening { get; set; }

    /// <summary>Types, and their share of all bytes.</summary>
    public IReadOnlyList<(string Type, double Share)> Shares
    {
        get
        {
            double all = _bytes.Values.Sum();
            return [.. _bytes.OrderByDescending(type => type.Value).Select(type => (type.Key, type.Value / all))];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
        {
            EnableEvents(eventSource, EventLevel.Verbose, GarbageCollection);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (!IsListening || eventData.EventName?.StartsWith(Tick, StringComparison.Ordinal) != true)
        {
            return;
        }

        var names = eventData.PayloadNames!;
        var type = (string)eventData.Payload![names.IndexOf("TypeName")]!;
        var amount = (ulong)eventData.Payload[names.IndexOf("AllocationAmount64")]!;
        _bytes.AddOrUpdate(type, (long)amount, (_, before) => before + (long)amount);
    }
}
