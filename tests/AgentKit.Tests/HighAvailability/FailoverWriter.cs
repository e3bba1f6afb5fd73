namespace AgentKit.Tests.HighAvailability;

/// <summary>A worker that appends to a session of its own and notes what was acknowledged. What fails it sends again, as it is.</summary>
internal sealed class FailoverWriter(ISessionStore sessions, AgentScope scope, Session session)
{
    private readonly List<SessionCommit> _acknowledged = [];
    private Session _session = session;
    private int _count;

    public Guid SessionId { get; } = session.Id;

    /// <summary>The session as the last acknowledged commit left it.</summary>
    public Session Session => Volatile.Read(ref _session);

    /// <summary>What was acknowledged, in order.</summary>
    public IReadOnlyList<SessionCommit> Acknowledged => _acknowledged;

    /// <summary>How often a call failed, after the library's own retries.</summary>
    public int Failures { get; private set; }

    /// <summary>Acknowledged commits; read while it writes.</summary>
    public int Count => Volatile.Read(ref _count);

    public static SessionCommit Commit(string text) => new() { Turns = [Turn.User(text)], Usage = new() { InputTokens = 3, OutputTokens = 1 } };

    /// <summary>Writes until it is told to stop, and then to the end of what it has begun.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var commit = Commit($"turn {_acknowledged.Count + 1}");
            while (true)
            {
                try
                {
                    Volatile.Write(ref _session, await sessions.CommitAsync(scope, Session, commit, CancellationToken.None));
                    break;
                }
                catch (DatabaseUnavailableException)
                {
                    Failures++;
                    if (stop.IsCancellationRequested)
                    {
                        return; // of the last one nobody knows
                    }
                }
            }

            _acknowledged.Add(commit);
            Volatile.Write(ref _count, _acknowledged.Count);
        }
    }
}
