namespace AgentKit.Tests.Infrastructure;

/// <summary>What becomes of a message from the point on up to which it is let through.</summary>
internal enum FaultAction
{
    /// <summary>The connection is closed.</summary>
    Cut,

    /// <summary>Nothing passes any more, on this connection or a new one, and nobody is told: until <see cref="TcpProxy.Mend"/>.</summary>
    Hang,

    /// <summary>The rest comes later.</summary>
    Delay,

    /// <summary>The rest comes at once: what matters is what is done meanwhile.</summary>
    None,
}
