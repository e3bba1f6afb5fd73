namespace AgentKit;

/// <summary>What a model call consumed. All numbers are zero or more and at most the limits below; others are refused when they are committed.</summary>
public sealed record Usage
{
    /// <summary>The most tokens of each kind: one million million.</summary>
    public const long MaxTokens = 1_000_000_000_000;

    /// <summary>The highest cost: one thousand million.</summary>
    public const decimal MaxCost = 1_000_000_000m;

    /// <summary>Nothing consumed.</summary>
    public static Usage None { get; } = new();

    /// <summary>Tokens sent to the model, those read from its cache included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens that the model produced, those of its reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was read from the provider's cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The price, in the currency that the host keeps its books in; kept to ten decimal places, rounded half away from zero.</summary>
    public decimal Cost { get; init; }
}
