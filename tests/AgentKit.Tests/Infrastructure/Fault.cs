namespace AgentKit.Tests.Infrastructure;

/// <summary>What a <see cref="TcpProxy"/> does to one message on its way: to which, at which byte of it, and what.</summary>
/// <param name="Action">What becomes of it.</param>
internal sealed record Fault(FaultAction Action)
{
    public static readonly TimeSpan ShortDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether it strikes the reply, which the server has then given whole: what it was asked is committed. Otherwise the request.</summary>
    public bool OnReply { get; init; }

    /// <summary>Whether it strikes while a connection is made; otherwise one that is there already.</summary>
    public bool WhileConnecting { get; init; }

    /// <summary>How many requests pass before it.</summary>
    public int After { get; init; }

    /// <summary>How many requests one after the other it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How much of the message passes, from 0 for nothing to 1 for all of it.</summary>
    public double Share { get; init; }

    /// <summary>How many bytes of the message pass, in place of <see cref="Share"/>.</summary>
    public int? Bytes { get; init; }

    /// <summary>What is done while the message is held, given the id of the server's process.</summary>
    public Func<int, Task>? Meanwhile { get; init; }

    public int PassedOf(int length) => Math.Min(Bytes ?? (int)(Share * length), length);
}
