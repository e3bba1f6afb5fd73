namespace AgentKit.Tests.Histories.Recording;

/// <summary>What is asked of budgets and runs.</summary>
internal static class MoneyCalls
{
    /// <summary>Bounds the tokens of a session; answered with the budget.</summary>
    public sealed record SetBudget(AgentScope Scope, Guid SessionId, long Limit);

    /// <summary>Answered with the budget of a session.</summary>
    public sealed record ReadBudget(AgentScope Scope, Guid SessionId);

    /// <summary>Answered with the reservation.</summary>
    public sealed record Reserve(AgentScope Scope, Guid SessionId, Guid ReservationId, long Tokens);

    /// <summary>Answered with nothing.</summary>
    public sealed record Release(AgentScope Scope, Guid ReservationId);

    /// <summary>Answered with the run.</summary>
    public sealed record StartRun(AgentScope Scope, Guid SessionId, Guid RunId);

    /// <summary>Answered with the run.</summary>
    public sealed record TakeOver(AgentScope Scope, Guid RunId);

    /// <summary>Answered with the run.</summary>
    public sealed record CompleteRun(AgentScope Scope, RunLease Lease);
}
