namespace AgentKit.Benchmarks.Server;

/// <summary>
/// Makes the server as far away as one in another building is: what it says arrives later. What clients say is not delayed too, because a
/// round trip is all that one notices of a distance.
/// </summary>
internal sealed class DistantServer(Endpoint endpoint) : Relay(endpoint)
{
    /// <summary>At least; timers are late by up to as much again, for everyone alike.</summary>
    public static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(1);

    protected override Task OnServerSpokeAsync(Conversation conversation, CancellationToken cancellationToken) =>
        Task.Delay(Distance, cancellationToken);
}
