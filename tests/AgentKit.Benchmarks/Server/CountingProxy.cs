namespace AgentKit.Benchmarks.Server;

/// <summary>Counts how often a client speaks after the server has spoken.</summary>
internal sealed class CountingProxy(Endpoint endpoint) : Relay(endpoint)
{
    private int _roundTrips;

    public int RoundTrips => Volatile.Read(ref _roundTrips);

    protected override void OnClientSpoke(Conversation conversation)
    {
        if (conversation.TakeClientsTurn())
        {
            Interlocked.Increment(ref _roundTrips);
        }
    }

    protected override Task OnServerSpokeAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        conversation.GiveClientTheTurn();
        return Task.CompletedTask;
    }
}
