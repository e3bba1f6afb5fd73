using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Lets one update of a session at a time decide within this process: others would only decide in vain. Under contention this is faster and
/// fairer than the version check alone, which remains what decides between processes.
/// </summary>
internal sealed class SessionGates(SessionWaits waits)
{
    private readonly Dictionary<(string Workspace, Guid Session), Gate> _gates = [];
    private readonly AsyncLocal<Entry?> _entered = new();

    public SessionWaits Waits => waits;

    /// <summary>Waits for its turn; disposing what is returned lets the next one in.</summary>
    /// <remarks>
    /// An update from within the decision of another one does not wait: two that decide about each other's sessions would wait for each other.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Called from within a decision about the same session.</exception>
    public ValueTask<Entry> EnterAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken)
    {
        RefuseWithinDecision(scope, sessionId);

        // Set here, not in the asynchronous part: a value set there is lost when that part returns.
        var key = (scope.WorkspaceId, sessionId);
        var outer = _entered.Value;
        while (outer is { IsLeft: true })
        {
            outer = outer.Outer;
        }

        var entry = new Entry(this, key, outer, outer is null ? Rent(key) : null);
        _entered.Value = entry;
        return entry.Gate is null ? new(entry) : WaitAsync(entry, entry.Gate, waits, cancellationToken);
    }

    /// <summary>Refuses what would wait for its own end, or make the decision that it is called from stale.</summary>
    /// <exception cref="InvalidOperationException">Called from within a decision about the same session.</exception>
    public void RefuseWithinDecision(AgentScope scope, Guid sessionId)
    {
        for (var entry = _entered.Value; entry is not null; entry = entry.Outer)
        {
            if (entry.IsDeciding && entry.Key == (scope.WorkspaceId, sessionId))
            {
                throw new InvalidOperationException($"Session {sessionId} is being updated by the decision that this call is made from.");
            }
        }
    }

    private static async ValueTask<Entry> WaitAsync(Entry entry, Gate gate, SessionWaits waits, CancellationToken cancellationToken)
    {
        waits.TurnAwaited();
        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
            return entry;
        }
        catch
        {
            entry.Abandon();
            throw;
        }
        finally
        {
            waits.TurnCame();
        }
    }

    private Gate Rent((string, Guid) key)
    {
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                _gates.Add(key, gate = new Gate());
            }

            gate.Users++;
            return gate;
        }
    }

    private void Return((string, Guid) key, Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(key);
            }
        }
    }

    internal sealed class Gate
    {
        /// <summary>Never disposed: it holds nothing as long as nobody asks for its wait handle.</summary>
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Users { get; set; }
    }

    /// <summary>One update that is under way.</summary>
    internal sealed class Entry(SessionGates gates, (string Workspace, Guid Session) key, Entry? outer, Gate? gate) : IDisposable
    {
        public (string Workspace, Guid Session) Key { get; } = key;

        public Entry? Outer { get; } = outer;

        public Gate? Gate { get; } = gate;

        public bool IsDeciding { get; set; }

        public bool IsLeft { get; private set; }

        public void Dispose()
        {
            if (!IsLeft)
            {
                Gate?.Semaphore.Release();
                Abandon();
            }
        }

        /// <summary>Leaves without having come in.</summary>
        public void Abandon()
        {
            IsLeft = true;
            if (Gate is not null)
            {
                gates.Return(Key, Gate);
            }
        }
    }
}
