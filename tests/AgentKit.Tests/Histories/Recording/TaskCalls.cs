namespace AgentKit.Tests.Histories.Recording;

/// <summary>What is asked of tasks; answered with the task, if nothing else is said.</summary>
internal static class TaskCalls
{
    public sealed record Create(AgentScope Scope, Guid TaskId);

    /// <summary>Answered with a claimed task, or nothing.</summary>
    public sealed record Claim(AgentScope Scope, Guid ClaimId, TimeSpan Duration);

    /// <summary>Answered with the lease.</summary>
    public sealed record Renew(AgentScope Scope, TaskLease Lease);

    public sealed record Release(AgentScope Scope, TaskLease Lease);

    public sealed record StartStep(AgentScope Scope, TaskLease Lease, int Step);

    public sealed record CompleteStep(AgentScope Scope, TaskLease Lease, int Step, string Output);

    /// <summary>An approval or its refusal.</summary>
    public sealed record Decide(AgentScope Scope, Guid TaskId, int Step, Guid OperationId, bool Approves);

    public sealed record Read(AgentScope Scope, Guid TaskId);
}
