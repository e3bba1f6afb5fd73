namespace AgentKit;

/// <summary>
/// Lets one update of a session at a time decide within this process: others would only decide in vain. Under contention this is faster and
/// fairer than the version check alone, which remains what decides between processes.
/// </summary>
internal sealed class SessionGates : IDisposable
{
    private readonly Dictionary<(string Workspace, Guid Session), Gate> _gates = [];
    private readonly AsyncLocal<Entry?> _entered = new();

    /// <summary>Waits for its turn; disposing what is returned lets the next one in.</summary>
    /// <exception cref="InvalidOperationException">Called from within a decision about the same session, which would wait for itself.</exception>
    public ValueTask<Entry> EnterAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken)
    {
        var key = (scope.WorkspaceId, sessionId);
        for (var outer = _entered.Value; outer is not null; outer = outer.Outer)
        {
            if (outer.Key == key && !outer.IsLeft)
            {
                throw new InvalidOperationException($"Session {sessionId} is being updated by the decision that this call is made from.");
            }
        }

        // Set here, not in the asynchronous part: a value set there is lost when that part returns.
        var entry = new Entry(this, key, _entered.Value, Rent(key));
        _entered.Value = entry;
        return WaitAsync(entry, cancellationToken);
    }

    public void Dispose()
    {
        lock (_gates)
        {
            foreach (var gate in _gates.Values)
            {
                gate.Semaphore.Dispose();
            }

            _gates.Clear();
        }
    }

    private static async ValueTask<Entry> WaitAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            await entry.Gate.Semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
            return entry;
        }
        catch
        {
            entry.Abandon();
            throw;
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

    private void Return(Entry entry)
    {
        lock (_gates)
        {
            if (--entry.Gate.Users == 0 && _gates.Remove(entry.Key))
            {
                entry.Gate.Semaphore.Dispose();
            }
        }
    }

    internal sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Users { get; set; }
    }

    internal sealed class Entry(SessionGates gates, (string Workspace, Guid Session) key, Entry? outer, Gate gate) : IDisposable
    {
        public (string Workspace, Guid Session) Key { get; } = key;

        public Entry? Outer { get; } = outer;

        public Gate Gate { get; } = gate;

        public bool IsLeft { get; private set; }

        public void Dispose()
        {
            if (IsLeft)
            {
                return;
            }

            Gate.Semaphore.Release();
            Abandon();
        }

        /// <summary>Leaves without having come in.</summary>
        public void Abandon()
        {
            IsLeft = true;
            gates.Return(this);
        }
    }
}
