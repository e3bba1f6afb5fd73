namespace AgentKit;

/// <summary>What stood against a reservation, in a session that the scope sees.</summary>
internal sealed record ReservationVerdictRow : BudgetVerdictRow
{
    /// <summary>Whether the session has the run that was named, if one was.</summary>
    public bool IsRunFound { get; init; }

    public string? RunStatus { get; init; }
}
