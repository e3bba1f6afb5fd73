using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentKit.Infrastructure;

/// <summary>What is asked for when metrics are collected, and costs nothing in between.</summary>
internal sealed partial class Telemetry
{
    /// <summary>Tells how the event buffer fares.</summary>
    public void Watch(Func<EventBufferStatistics> buffer)
    {
        Meter.CreateObservableCounter(
            "agentkit.events.written",
            () => Measure(buffer().Written),
            "{event}",
            "Events of the buffer that are in the database.");
        Meter.CreateObservableUpDownCounter(
            "agentkit.events.pending",
            () => Measure(buffer().Pending),
            "{event}",
            "Events of the buffer that are not in the database yet.");
        Meter.CreateObservableCounter(
            "agentkit.events.lost",
            () =>
            {
                var statistics = buffer();
                return new[]
                {
                    Measure(statistics.Failed, TelemetryTags.LossReason, "failed"),
                    Measure(statistics.Refused, TelemetryTags.LossReason, "refused"),
                };
            },
            "{event}",
            "Events that never will be: taken and lost, or refused because the buffer was full.");
    }

    private void ObserveStatus(DatabaseStatus status) => Meter.CreateObservableGauge(
        "agentkit.database.ready",
        () =>
        {
            var tags = default(TagList);
            _database.AddTo(ref tags);
            if (status.Connection is { } found)
            {
                tags.Add(TelemetryTags.Pooled, found.BehindPooler);
                tags.Add(TelemetryTags.Prepared, found.Prepares);
            }

            return new Measurement<int>(status.IsReady ? 1 : 0, tags);
        },
        "1",
        "1 once the database has shown that it is migrated and isolating, 0 before; and whether a pooler stands before it.");

    private Measurement<long> Measure(long value, string? tag = null, string? of = null)
    {
        var tags = default(TagList);
        if (tag is not null)
        {
            tags.Add(tag, of);
        }

        _database.AddNameTo(ref tags);
        return new(value, tags);
    }
}
