namespace AgentKit.Quickstart.Loading;

/// <summary>How far all workers have come together. Thread-safe.</summary>
internal sealed class LoadProgress(int messages)
{
    private long _stored;
    private long _conflicts;

    public int Messages { get; } = messages;

    public long Stored => Interlocked.Read(ref _stored);

    public long Conflicts => Interlocked.Read(ref _conflicts);

    public void AddStored(int turns) => Interlocked.Add(ref _stored, turns);

    public void AddConflicts(int conflicts) => Interlocked.Add(ref _conflicts, conflicts);
}
