namespace AgentKit;

/// <summary>A budget with its account, as Dapper maps it by name.</summary>
internal sealed record BudgetRow
{
    public string Subject { get; init; } = "";

    public string SubjectId { get; init; } = "";

    public long? TokenLimit { get; init; }

    public decimal? CostLimit { get; init; }

    public long SpentTokens { get; init; }

    public decimal SpentCost { get; init; }

    public long ReservedTokens { get; init; }

    public decimal ReservedCost { get; init; }

    public DateTimeOffset PeriodStartedAt { get; init; }

    public Budget ToBudget() => new()
    {
        Subject = BudgetSubjectNames.Parse(Subject, SubjectId),
        Limit = new BudgetLimit(TokenLimit, CostLimit),
        SpentTokens = SpentTokens,
        SpentCost = SpentCost,
        ReservedTokens = ReservedTokens,
        ReservedCost = ReservedCost,
        PeriodStartedAt = PeriodStartedAt,
    };
}
