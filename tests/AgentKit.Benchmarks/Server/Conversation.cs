namespace AgentKit.Benchmarks.Server;

/// <summary>What a client and the server say to each other over one connection.</summary>
internal sealed class Conversation
{
    private int _isClientsTurn = 1;

    /// <summary>Whether it was the client's turn to speak; now it is the server's.</summary>
    public bool TakeClientsTurn() => Interlocked.Exchange(ref _isClientsTurn, 0) == 1;

    public void GiveClientTheTurn() => Interlocked.Exchange(ref _isClientsTurn, 1);
}
