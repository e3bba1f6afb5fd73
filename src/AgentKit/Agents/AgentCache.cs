using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace AgentKit;

/// <summary>
/// Agents that were looked up lately. Only what was found is kept: an agent that is registered elsewhere is found at once where it was missing.
/// </summary>
/// <remarks>
/// A change must not be followed by what a look-up read before it, however late that look-up puts it here. So entries are not removed: each
/// carries the count of the changes made in this process when its reading began, and is good only as long as that has not moved.
/// Agents share the counters by hash, which costs a needless reading now and then, and no memory.
/// </remarks>
internal sealed class AgentCache(TimeSpan duration, TimeProvider time) : IDisposable
{
    private const int MaxEntries = 10_000;
    private const int Counters = 1_024;

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = MaxEntries, Clock = new Clock(time) });
    private readonly long[] _changes = new long[Counters];

    public RegisteredAgent? Find(string workspaceId, string agentId) =>
        _entries.TryGetValue(new Key(workspaceId, agentId), out Entry? entry) && entry!.Changes == Changes(workspaceId, agentId)
            ? entry.Agent
            : null;

    /// <summary>To be asked before reading an agent. It counts the workspace's agent and the shared one, either of which may be the answer.</summary>
    public long Changes(string workspaceId, string agentId) =>
        Volatile.Read(ref Counter(workspaceId, agentId)) + Volatile.Read(ref Counter(AgentScope.SharedWorkspaceId, agentId));

    /// <summary>Keeps what was read.</summary>
    /// <param name="workspaceId">Where it was looked for; the agent may be the shared one.</param>
    /// <param name="agent">What was found.</param>
    /// <param name="changes">What <see cref="Changes"/> was before it was read.</param>
    public void Add(string workspaceId, RegisteredAgent agent, long changes)
    {
        if (duration == TimeSpan.Zero)
        {
            return;
        }

        _entries.Set(
            new Key(workspaceId, agent.Definition.Id),
            new Entry(agent, changes),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = duration });
    }

    /// <summary>To be told after every attempt to change an agent, also a failed one: it may have been applied before the answer was lost.</summary>
    public void Forget(string workspaceId, string agentId) => Interlocked.Increment(ref Counter(workspaceId, agentId));

    public void Dispose() => _entries.Dispose();

    private ref long Counter(string workspaceId, string agentId) =>
        ref _changes[(uint)HashCode.Combine(workspaceId, agentId) % Counters];

    private readonly record struct Key(string WorkspaceId, string AgentId);

    private sealed record Entry(RegisteredAgent Agent, long Changes);

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
