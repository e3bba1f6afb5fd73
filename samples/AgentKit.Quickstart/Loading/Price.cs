namespace AgentKit.Quickstart.Loading;

/// <summary>What a model costs, in dollars per million tokens.</summary>
internal sealed record Price(decimal Input, decimal CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000;

    public decimal Of(Usage usage) =>
        ((usage.InputTokens - usage.CachedInputTokens) * Input
            + usage.CachedInputTokens * CachedInput
            + usage.OutputTokens * Output) / Million;
}
