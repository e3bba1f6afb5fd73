using System.Globalization;

namespace AgentKit.Tests.Histories;

/// <summary>How long the history is, and which one: by environment variables, so that anybody can repeat it or make it longer.</summary>
/// <param name="Length">How long callers call altogether.</param>
/// <param name="Seed">Of the first round; each one after it has the next number.</param>
/// <param name="IsSoak">Whether the length was asked for: then the server is one of its own, and is killed now and then.</param>
internal sealed record HistorySettings(TimeSpan Length, int Seed, bool IsSoak)
{
    public const string SoakVariable = "AGENTKIT_SOAK";

    public const string SeedVariable = "AGENTKIT_SEED";

    /// <summary>What a round takes at most: its history is checked in memory.</summary>
    public static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortLength = TimeSpan.FromSeconds(4);

    public static HistorySettings FromEnvironment()
    {
        var soak = Environment.GetEnvironmentVariable(SoakVariable);
        var seed = Environment.GetEnvironmentVariable(SeedVariable);
        return new(
            string.IsNullOrEmpty(soak) ? ShortLength : TimeSpan.Parse(soak, CultureInfo.InvariantCulture),
            string.IsNullOrEmpty(seed) ? Random.Shared.Next(1, 1_000_000) : int.Parse(seed, CultureInfo.InvariantCulture),
            !string.IsNullOrEmpty(soak));
    }
}
