using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Histories;

/// <summary>How long the history is, and which one.</summary>
/// <param name="Length">How long callers call altogether.</param>
/// <param name="Seed">Of the first round; each one after it has the next number.</param>
/// <param name="IsSoak">Whether the length was asked for: then the server is one of its own, and is killed now and then.</param>
internal sealed record HistorySettings(TimeSpan Length, int Seed, bool IsSoak)
{
    /// <summary>What a round takes at most: its history is checked in memory.</summary>
    public static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortLength = TimeSpan.FromSeconds(4);

    public static HistorySettings FromEnvironment() => new(Soak.Time ?? ShortLength, RandomSeed.Next(), Soak.Time is not null);
}
