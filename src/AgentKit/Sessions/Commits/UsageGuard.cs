using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Consumption only ever grows, and must stay readable: a <see cref="decimal"/> holds 28 digits, PostgreSQL's numeric any number of them, so
/// an exact third of a cent, added often enough, would be a total that nobody can read.
/// </summary>
internal static class UsageGuard
{
    private const int CostDecimals = 10;

    public static void Check(Usage usage, ParamName name)
    {
        if (usage is null)
        {
            throw new ArgumentNullException(name.ToString());
        }

        CheckTokens(usage.InputTokens, name);
        CheckTokens(usage.OutputTokens, name);
        CheckTokens(usage.CachedInputTokens, name);
        CheckTokens(usage.ReasoningTokens, name);
        if (usage.Cost is < 0 or > Usage.MaxCost)
        {
            throw new ArgumentException("A cost is between zero and one thousand million.", name.ToString());
        }
    }

    /// <summary>The cost as it is kept.</summary>
    public static decimal CostOf(Usage usage) => Round(usage.Cost);

    /// <summary>Money as it is kept.</summary>
    public static decimal Round(decimal cost) => decimal.Round(cost, CostDecimals, MidpointRounding.AwayFromZero);

    private static void CheckTokens(long tokens, ParamName name)
    {
        if (tokens is < 0 or > Usage.MaxTokens)
        {
            throw new ArgumentException("A number of tokens is between zero and one million million.", name.ToString());
        }
    }
}
