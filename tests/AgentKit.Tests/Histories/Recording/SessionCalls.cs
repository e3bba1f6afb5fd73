namespace AgentKit.Tests.Histories.Recording;

/// <summary>What is asked of sessions.</summary>
internal static class SessionCalls
{
    /// <summary>A creation; answered with the session.</summary>
    public sealed record Create(AgentScope Scope, Guid SessionId);

    /// <summary>A fork; answered with the session.</summary>
    public sealed record Fork(AgentScope Scope, Guid SourceId, Guid SessionId, long? AtTurn);

    /// <summary>A commit, an append, or an update that decides anew after each conflict; answered with the session.</summary>
    /// <param name="Scope">Who writes.</param>
    /// <param name="SessionId">Where.</param>
    /// <param name="Decisions">What was to be written, the last one last. At most one of them is applied.</param>
    public sealed record Write(AgentScope Scope, Guid SessionId, IReadOnlyList<Decision> Decisions)
    {
        public Decision Last => Decisions[^1];

        public override string ToString() => $"Write {SessionId}: {string.Join(" / ", Decisions)}";
    }

    /// <summary>Answered with a snapshot.</summary>
    public sealed record ReadSnapshot(AgentScope Scope, Guid SessionId);

    /// <summary>Answered with a list of turns.</summary>
    public sealed record ReadTurns(AgentScope Scope, Guid SessionId, long After, int Limit);

    /// <summary>All sessions of the scope; answered with a list of sessions.</summary>
    public sealed record ReadList(AgentScope Scope);

    /// <summary>An attempt at the session of another scope, which must find nothing.</summary>
    public sealed record Trespass(AgentScope Scope, Guid SessionId, string How);
}
