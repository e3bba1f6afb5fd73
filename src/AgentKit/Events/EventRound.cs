namespace AgentKit;

/// <summary>
/// What the buffer writes at one go: events by scope, because nobody's are written under another one's rights, and the marks of those who wait
/// for it.
/// </summary>
internal sealed class EventRound(int batchSize, int most)
{
    private readonly Dictionary<AgentScope, List<CheckedEvent>> _open = [];
    private readonly List<(AgentScope Scope, IReadOnlyList<CheckedEvent> Events)> _batches = [];
    private readonly Dictionary<AgentScope, int> _payloads = [];
    private readonly List<TaskCompletionSource> _marks = [];
    private int _count;

    /// <summary>Whether it is to be written now, and not to wait for more.</summary>
    public bool IsDue => _count >= most || _marks.Count > 0;

    /// <summary>Statements in the making, each within what one takes.</summary>
    public IEnumerable<(AgentScope Scope, IReadOnlyList<CheckedEvent> Events)> Batches =>
        _batches.Concat(_open.Select(batch => (batch.Key, (IReadOnlyList<CheckedEvent>)batch.Value)));

    public void Add(BufferItem item)
    {
        if (item.Mark is { } mark)
        {
            _marks.Add(mark);
            return;
        }

        var (scope, newEvent) = (item.Scope!, item.Event!);
        var size = newEvent.Payload?.Length ?? 0;
        if (!_open.TryGetValue(scope, out var batch))
        {
            Open(scope, out batch);
        }
        else if (batch.Count == batchSize || _payloads[scope] + size > EventGuard.MaxPayloads)
        {
            _batches.Add((scope, batch));
            Open(scope, out batch);
        }

        batch.Add(newEvent);
        _payloads[scope] += size;
        _count++;
    }

    /// <summary>Tells those who wait that what they handed over before is written, or counted as failed.</summary>
    public void Complete() => _marks.ForEach(mark => mark.TrySetResult());

    private void Open(AgentScope scope, out List<CheckedEvent> batch)
    {
        _open[scope] = batch = [];
        _payloads[scope] = 0;
    }
}
