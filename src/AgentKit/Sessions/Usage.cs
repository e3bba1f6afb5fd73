namespace AgentKit;

/// <summary>What a model call consumed. All numbers are zero or more; anything negative is refused when it is committed.</summary>
public sealed record Usage
{
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

    /// <summary>The price, in the currency that the host keeps its books in.</summary>
    public decimal Cost { get; init; }
}
