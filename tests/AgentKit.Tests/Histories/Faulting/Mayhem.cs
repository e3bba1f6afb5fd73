using AgentKit.Tests.Histories.Acting;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Histories.Faulting;

/// <summary>Makes things go wrong on the wire of one host, one after the other, at random.</summary>
internal sealed class Mayhem(Host host, Ground ground, Random random, FaultCounts counts)
{
    /// <summary>Between two faults, at most; each strikes the next request.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a fault is waited for: its connection may be gone before it can strike.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly FaultKind[] OfMessages =
    [
        FaultKind.RequestLost, FaultKind.ReplyLost, FaultKind.HalfRequest, FaultKind.HalfReply, FaultKind.LateRequest, FaultKind.LateReply,
        FaultKind.BackendTerminated, FaultKind.BackendTerminatedAfterwards,
    ];

    /// <summary>Until it is called off; afterwards everything passes again.</summary>
    public async Task RageAsync(CancellationToken calledOff)
    {
        try
        {
            while (!calledOff.IsCancellationRequested)
            {
                await StrikeAsync(calledOff);
                await Task.Delay(Pause * random.NextDouble(), calledOff);
            }
        }
        catch (OperationCanceledException)
        {
            // Called off.
        }
        finally
        {
            host.Proxy.Mend();
        }
    }

    private async Task StrikeAsync(CancellationToken calledOff)
    {
        switch (random.Next(100))
        {
            case 0:
                counts.Add(FaultKind.AllConnectionsLost);
                host.Proxy.CutConnections();
                break;
            case 1:
                await HangAsync(calledOff);
                break;
            default:
                await DisturbAsync(OfMessages[random.Next(OfMessages.Length)], calledOff);
                break;
        }
    }

    private async Task HangAsync(CancellationToken calledOff)
    {
        host.Proxy.Inject(new Fault(FaultAction.Hang) { OnReply = random.Next(2) == 0, Meanwhile = Count(FaultKind.BlackHole) });
        await Task.Delay(random.Next(50, 300), calledOff);
        host.Proxy.Mend();
    }

    private async Task DisturbAsync(FaultKind kind, CancellationToken calledOff)
    {
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Proxy.Inject(FaultOf(kind) with
        {
            Meanwhile = async process =>
            {
                counts.Add(kind);
                struck.TrySetResult();
                if (kind is FaultKind.BackendTerminated or FaultKind.BackendTerminatedAfterwards)
                {
                    await ground.TerminateAsync(process);
                }
            },
        });

        // No more than a few in store: where nothing is asked of a host, nothing breaks.
        await Task.WhenAny(struck.Task, Task.Delay(Patience, calledOff));
    }

    private Fault FaultOf(FaultKind kind) => kind switch
    {
        FaultKind.RequestLost => new(FaultAction.Cut),
        FaultKind.ReplyLost => new(FaultAction.Cut) { OnReply = true },
        FaultKind.HalfRequest => new(FaultAction.Cut) { Share = random.NextDouble() },
        FaultKind.HalfReply => new(FaultAction.Cut) { OnReply = true, Share = random.NextDouble() },
        FaultKind.LateRequest => new(FaultAction.Delay) { Share = random.NextDouble() },
        FaultKind.LateReply => new(FaultAction.Delay) { OnReply = true, Share = random.NextDouble() },
        FaultKind.BackendTerminated => new(FaultAction.None),
        FaultKind.BackendTerminatedAfterwards => new(FaultAction.None) { OnReply = true },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is not one of a message."),
    };

    private Func<int, Task> Count(FaultKind kind) => _ =>
    {
        counts.Add(kind);
        return Task.CompletedTask;
    };
}
