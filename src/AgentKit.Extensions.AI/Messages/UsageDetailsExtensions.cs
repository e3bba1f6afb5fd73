using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Consumption as Microsoft.Extensions.AI counts it, and as AgentKit keeps it.</summary>
public static class UsageDetailsExtensions
{
    /// <summary>
    /// The four counts that AgentKit keeps. A count that is missing is zero (a total alone counts as input), and one beyond
    /// <see cref="Usage.MaxTokens"/> or below zero is brought within bounds: what a provider says of a reply is never a reason not to keep
    /// the reply.
    /// </summary>
    /// <param name="details">What the provider reported.</param>
    /// <param name="cost">The price, in the host's currency. Default: 0.</param>
    /// <exception cref="ArgumentNullException">There are no details.</exception>
    public static Usage ToUsage(this UsageDetails details, decimal cost = 0)
    {
        ArgumentNullException.ThrowIfNull(details);
        var total = details is { InputTokenCount: null, OutputTokenCount: null } ? details.TotalTokenCount : null;
        return new Usage
        {
            InputTokens = Tokens(details.InputTokenCount ?? total),
            OutputTokens = Tokens(details.OutputTokenCount),
            CachedInputTokens = Tokens(details.CachedInputTokenCount),
            ReasoningTokens = Tokens(details.ReasoningTokenCount),
            Cost = cost,
        };
    }

    /// <summary>The counts, and the sum of input and output as the total.</summary>
    /// <param name="usage">What was kept.</param>
    /// <exception cref="ArgumentNullException">There is no usage.</exception>
    public static UsageDetails ToUsageDetails(this Usage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return new UsageDetails
        {
            InputTokenCount = usage.InputTokens,
            OutputTokenCount = usage.OutputTokens,
            CachedInputTokenCount = usage.CachedInputTokens,
            ReasoningTokenCount = usage.ReasoningTokens,
            TotalTokenCount = usage.InputTokens + usage.OutputTokens,
        };
    }

    private static long Tokens(long? count) => Math.Clamp(count ?? 0, 0, Usage.MaxTokens);
}
