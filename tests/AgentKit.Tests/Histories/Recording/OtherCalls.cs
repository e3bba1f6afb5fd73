namespace AgentKit.Tests.Histories.Recording;

/// <summary>What is asked of preferences and events.</summary>
internal static class OtherCalls
{
    /// <summary>Sets a key, or removes it; answered with what holds.</summary>
    public sealed record SetPreference(AgentScope Scope, string Key, string? Value);

    /// <summary>Answered with what holds.</summary>
    public sealed record ReadPreferences(AgentScope Scope);

    /// <summary>Answered with nothing.</summary>
    public sealed record AppendEvents(AgentScope Scope, IReadOnlyList<Guid> EventIds)
    {
        public override string ToString() => $"AppendEvents {string.Join(", ", EventIds)}";
    }

    /// <summary>Handed over to a buffer, which has written it at the end; answered with nothing.</summary>
    public sealed record BufferEvent(AgentScope Scope, Guid EventId);

    /// <summary>All events of the scope; answered with their ids in order.</summary>
    public sealed record ReadEvents(AgentScope Scope);
}
