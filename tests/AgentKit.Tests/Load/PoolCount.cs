using System.Diagnostics.Metrics;

namespace AgentKit.Tests.Load;

/// <summary>The connections in Npgsql's pools, as its own metrics count them, of one database.</summary>
internal sealed class PoolCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _connections;

    public PoolCount(string database)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Npgsql" && instrument.Name == "db.client.connection.count")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, count, tags, _) => Add(count, tags, database));
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Add(count, tags, database));
        _listener.Start();
    }

    public long Read()
    {
        Interlocked.Exchange(ref _connections, 0);
        _listener.RecordObservableInstruments();
        return Interlocked.Read(ref _connections);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, string database)
    {
        foreach (var tag in tags)
        {
            if (tag.Value is string pool && pool.Contains(database, StringComparison.Ordinal))
            {
                Interlocked.Add(ref _connections, count);
                return;
            }
        }
    }
}
