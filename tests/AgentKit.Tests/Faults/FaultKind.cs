using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Faults;

/// <summary>One way in which a write is disturbed, and how the host that makes it is set up.</summary>
/// <param name="Name">For the reader of a failure.</param>
/// <param name="Fault">What happens to the message on its way.</param>
internal sealed record FaultKind(string Name, Fault Fault)
{
    /// <summary>Whether the host sends again what failed, as by default: then all but what hangs comes to its end unnoticed.</summary>
    public bool IsRetried { get; init; }

    /// <summary>Whether the server's process is ended while the message is held.</summary>
    public bool Terminates { get; init; }

    /// <summary>Whether the caller cancels while the message is held.</summary>
    public bool Cancels { get; init; }

    /// <summary>Whether the connections were closed before, so that one has to be made.</summary>
    public bool Reconnects { get; init; }

    /// <summary>Whether nothing comes back, and a deadline has to end it.</summary>
    public bool Hangs => Fault.Action == FaultAction.Hang;

    /// <summary>Each of them once for hosts that send again what failed, and once for those that do not.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        .. Retryable.Select(kind => kind with { Name = $"{kind.Name}, sent again", IsRetried = true }),
        .. Retryable,
        new("both lost twice before they arrive", new(FaultAction.Cut) { Times = 2 }) { IsRetried = true },
        new("both lost twice after they were committed", new(FaultAction.Cut) { Times = 2, OnReply = true }) { IsRetried = true },
        new("request swallowed, and the deadline of the call", new(FaultAction.Hang)),
        new("reply swallowed, and the deadline of the call", new(FaultAction.Hang) { OnReply = true }),
        new("request swallowed, and the deadline of the caller", new(FaultAction.Hang) { Share = 0.5 }) { Cancels = true },
        new("reply swallowed, and the deadline of the caller", new(FaultAction.Hang) { OnReply = true, Share = 0.5 }) { Cancels = true },
        new("cancelled before the request arrives", new(FaultAction.None)) { Cancels = true },
        new("cancelled in the middle of the request", new(FaultAction.None) { Share = 0.5 }) { Cancels = true },
        new("cancelled after the request arrived", new(FaultAction.None) { Share = 1 }) { Cancels = true },
        new("cancelled before the reply", new(FaultAction.None) { OnReply = true }) { Cancels = true },
        new("cancelled in the middle of the reply", new(FaultAction.None) { OnReply = true, Share = 0.5 }) { Cancels = true },
        new("cancelled at the reply", new(FaultAction.None) { OnReply = true, Share = 1 }) { Cancels = true },
        new("cancelled while it connects", new(FaultAction.None) { WhileConnecting = true, After = 1 }) { Cancels = true, Reconnects = true },
    ];

    private static IEnumerable<FaultKind> Retryable =>
    [
        new("request cut off", new(FaultAction.Cut)),
        new("half of the request", new(FaultAction.Cut) { Share = 0.5 }),
        new("request arrives, and the connection is cut", new(FaultAction.Cut) { Share = 1 }),
        new("reply cut off", new(FaultAction.Cut) { OnReply = true }),
        new("half of the reply", new(FaultAction.Cut) { OnReply = true, Share = 0.5 }),
        new("process terminated before the request", new(FaultAction.None)) { Terminates = true },
        new("process terminated after the commit", new(FaultAction.None) { OnReply = true, Share = 1 }) { Terminates = true },
        new("request in two pieces", new(FaultAction.Delay) { Share = 0.5 }),
        new("reply in two pieces", new(FaultAction.Delay) { OnReply = true, Share = 0.5 }),
        new("connections closed", new(FaultAction.Delay)) { Reconnects = true },
        new("cut while it connects", new(FaultAction.Cut) { WhileConnecting = true }) { Reconnects = true },
        new("half of the server's first answer", new(FaultAction.Cut) { WhileConnecting = true, OnReply = true, Share = 0.5 }) { Reconnects = true },
    ];

    public override string ToString() => Name;
}
