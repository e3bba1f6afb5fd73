namespace AgentKit;

/// <summary>Consumption only ever grows.</summary>
internal static class UsageGuard
{
    public static void Check(Usage usage, string paramName)
    {
        ArgumentNullException.ThrowIfNull(usage, paramName);
        if (usage.InputTokens < 0 || usage.OutputTokens < 0 || usage.CachedInputTokens < 0 || usage.ReasoningTokens < 0 || usage.Cost < 0)
        {
            throw new ArgumentException("Tokens and cost are zero or more.", paramName);
        }
    }
}
