using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Telemetry;

/// <summary>Listens to one AgentKit, and to no other that a test beside this one may have.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly ActivityListener? _activities;
    private readonly MeterListener? _metrics;
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ConcurrentQueue<Recorded> _measurements = [];
    private readonly ConcurrentQueue<Instrument> _instruments = [];

    /// <param name="services">Where AgentKit is.</param>
    /// <param name="database">The name of its database, where it has one.</param>
    /// <param name="spans">Whether to listen to spans.</param>
    /// <param name="metrics">Whether to listen to metrics.</param>
    public TelemetryRecorder(IServiceProvider services, string? database = null, bool spans = true, bool metrics = true)
    {
        var key = database ?? AgentKitTelemetry.Name;
        if (spans)
        {
            var source = services.GetRequiredKeyedService<ActivitySource>(key);
            _activities = new ActivityListener
            {
                ShouldListenTo = candidate => ReferenceEquals(candidate, source),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _spans.Enqueue,
            };
            ActivitySource.AddActivityListener(_activities);
        }

        if (metrics)
        {
            var meter = services.GetRequiredKeyedService<Meter>(key);
            _metrics = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (ReferenceEquals(instrument.Meter, meter))
                    {
                        _instruments.Enqueue(instrument);
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _metrics.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _metrics.Start();
        }
    }

    /// <summary>Those that have ended, in the order in which they did.</summary>
    public IReadOnlyList<Activity> Spans => [.. _spans];

    public IReadOnlyList<Recorded> Measurements => [.. _measurements];

    public IReadOnlyList<Instrument> Instruments => [.. _instruments];

    public IReadOnlyList<Recorded> Of(string instrument) => [.. _measurements.Where(measurement => measurement.Instrument == instrument)];

    /// <summary>What an instrument that is asked says now.</summary>
    public IReadOnlyList<Recorded> Ask(string instrument)
    {
        var before = _measurements.Count;
        _metrics!.RecordObservableInstruments();
        return [.. _measurements.Skip(before).Where(measurement => measurement.Instrument == instrument)];
    }

    /// <summary>Everything that a listener was told, as one text.</summary>
    public string Everything()
    {
        var spans = _spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
            .Concat(span.Events.SelectMany(item => item.Tags.Select(tag => $"{item.Name}: {tag.Key}={tag.Value}")))
            .Concat(span.Baggage.Select(item => $"{item.Key}={item.Value}"))
            .Append(span.DisplayName)
            .Append(span.StatusDescription ?? ""));
        return string.Join('\n', spans.Concat(_measurements.Select(item => item.ToString())));
    }

    public void Dispose()
    {
        _activities?.Dispose();
        _metrics?.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> copy = [];
        foreach (var (key, tag) in tags)
        {
            copy.Add(key, tag);
        }

        _measurements.Enqueue(new(instrument.Name, value, copy));
    }

    internal sealed record Recorded(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
    {
        public object? this[string tag] => Tags.GetValueOrDefault(tag);

        public override string ToString() => $"{Instrument} {Value} {string.Join(", ", Tags.Select(tag => $"{tag.Key}={tag.Value}"))}";
    }
}
