namespace AgentKit;

/// <summary>A budget and what has become of it, as it stood when it was read.</summary>
public sealed record Budget
{
    /// <summary>Whose it is.</summary>
    public required BudgetSubject Subject { get; init; }

    /// <summary>The bounds that reservations and starts of runs are held to.</summary>
    public required BudgetLimit Limit { get; init; }

    /// <summary>Tokens spent in this period; may be above the limit, for usage without a reservation is counted and never refused.</summary>
    public required long SpentTokens { get; init; }

    /// <summary>Money spent in this period; may be above the limit like <see cref="SpentTokens"/>.</summary>
    public required decimal SpentCost { get; init; }

    /// <summary>Tokens that are reserved now, by reservations that have not expired.</summary>
    public required long ReservedTokens { get; init; }

    /// <summary>Money that is reserved now, by reservations that have not expired.</summary>
    public required decimal ReservedCost { get; init; }

    /// <summary>Since when spending counts: when it was set, or restarted last; by the host's clock.</summary>
    public required DateTimeOffset PeriodStartedAt { get; init; }

    /// <summary>Tokens that can still be reserved, never below zero; <see langword="null"/> where they are not limited.</summary>
    public long? RemainingTokens => Limit.Tokens is { } limit ? Math.Max(limit - SpentTokens - ReservedTokens, 0) : null;

    /// <summary>Money that can still be reserved, never below zero; <see langword="null"/> where it is not limited.</summary>
    public decimal? RemainingCost => Limit.Cost is { } limit ? Math.Max(limit - SpentCost - ReservedCost, 0) : null;
}
