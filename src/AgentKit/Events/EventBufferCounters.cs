namespace AgentKit;

/// <summary>What the buffer has counted. Every event that was handed over is in one of the counts at any time, and in one only.</summary>
internal sealed class EventBufferCounters
{
    private readonly Lock _lock = new();
    private long _pending;
    private long _written;
    private long _failed;
    private long _refused;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;

    public EventBufferStatistics Read()
    {
        lock (_lock)
        {
            return new(_written, _pending, _failed, _refused, _lastError, _lastErrorAt);
        }
    }

    public void HandedOver()
    {
        lock (_lock)
        {
            _pending++;
        }
    }

    /// <summary>The caller gave up waiting for room, or was told that there is none any more: as if it had never been handed over.</summary>
    public void TakenBack()
    {
        lock (_lock)
        {
            _pending--;
        }
    }

    public void Refused()
    {
        lock (_lock)
        {
            _pending--;
            _refused++;
        }
    }

    public void Written(int count)
    {
        lock (_lock)
        {
            _pending -= count;
            _written += count;
        }
    }

    public void Failed(int count, string error, DateTimeOffset at)
    {
        lock (_lock)
        {
            _pending -= count;
            _failed += count;
            (_lastError, _lastErrorAt) = (error, at);
        }
    }

    public void Delayed(string error, DateTimeOffset at)
    {
        lock (_lock)
        {
            (_lastError, _lastErrorAt) = (error, at);
        }
    }
}
