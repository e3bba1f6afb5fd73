namespace AgentKit;

/// <summary>What a person has decided about a step.</summary>
/// <param name="OperationId">The operation that decided it; sent again, it gets this decision back.</param>
/// <param name="IsApproved">Whether the step may be carried out.</param>
/// <param name="DecidedBy">The user who decided.</param>
/// <param name="DecidedAt">When, by the host's clock.</param>
/// <param name="Comment">What was said about it; none if nothing was.</param>
public sealed record ApprovalDecision(Guid OperationId, bool IsApproved, string DecidedBy, DateTimeOffset DecidedAt, string? Comment = null);
