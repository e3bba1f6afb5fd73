namespace AgentKit;

/// <summary>What a session amounts to.</summary>
/// <param name="Turns">How many turns it has.</param>
/// <param name="InputTokens">The sum over all turns and all usage that was committed besides.</param>
/// <param name="OutputTokens">The sum over all turns and all usage that was committed besides.</param>
/// <param name="Cost">The sum over all turns and all usage that was committed besides, in the host's currency.</param>
public sealed record SessionTotals(long Turns, long InputTokens, long OutputTokens, decimal Cost)
{
    /// <summary>Input and output tokens together.</summary>
    public long Tokens => InputTokens + OutputTokens;
}
