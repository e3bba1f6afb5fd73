using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace AgentKit.Maintenance.Hosting;

/// <summary>
/// Adds up what AgentKit measures, and prints it at the end: what an exporter of OpenTelemetry would send elsewhere, without one.
/// </summary>
internal sealed class ConsoleMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, (long Count, double Sum)> _series = new(StringComparer.Ordinal);
    private readonly TextWriter _output;

    public ConsoleMetrics(TextWriter output)
    {
        _output = output;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AgentKitTelemetry.Name && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Print()
    {
        foreach (var (name, (count, sum)) in _series.OrderBy(series => series.Key, StringComparer.Ordinal))
        {
            _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-76} {count,5} x {sum / count,8:0.0000}"));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var what = "";
        foreach (var (key, tag) in tags)
        {
            what += key is "db.operation.name" or "error.type" or "agentkit.outcome" ? $" {tag}" : "";
        }

        _series.AddOrUpdate($"{instrument.Name} ({instrument.Unit}){what}", (1, value), (_, before) => (before.Count + 1, before.Sum + value));
    }
}
