namespace AgentKit;

/// <summary>What stood against spending, in a session that the scope sees: its status, and the first limit that is exceeded.</summary>
internal abstract record BudgetVerdictRow
{
    /// <summary>The owner of the session.</summary>
    public string? UserId { get; init; }

    public string SessionStatus { get; init; } = "";

    /// <summary>The agent that spends.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Whose limit is exceeded; <see langword="null"/> where none is.</summary>
    public string? Subject { get; init; }

    public string? Unit { get; init; }

    public decimal? Bound { get; init; }

    public decimal? Spent { get; init; }

    public bool IsExceeded => Subject is not null;

    public void ThrowIfClosed(Guid sessionId, string attempted)
    {
        if (!SessionLifecycle.From(target: null).Contains(SessionStatus, StringComparer.Ordinal))
        {
            throw new InvalidSessionStateException(sessionId, SessionStatusNames.Parse(SessionStatus), attempted);
        }
    }

    public BudgetExceededException Exceeded(AgentScope scope, Guid sessionId, Guid? runId, long tokens, decimal cost)
    {
        var budget = Subject switch
        {
            "run" => $"run {runId}",
            "session" => $"session {sessionId}",
            "agent" => $"agent {AgentId}",
            "agent in session" => $"agent {AgentId} in session {sessionId}",
            _ => $"workspace {scope.WorkspaceId}",
        };
        var unit = Unit == "tokens" ? BudgetUnit.Tokens : BudgetUnit.Cost;
        return new(budget, Bound.GetValueOrDefault(), Spent.GetValueOrDefault(), unit == BudgetUnit.Tokens ? tokens : cost, unit);
    }
}
