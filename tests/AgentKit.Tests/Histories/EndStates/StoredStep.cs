namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A step of a task, with the decision that holds for it.</summary>
internal sealed record StoredStep(
    Guid TaskId, int Number, string Status, int Attempt, long FencingToken, bool NeedsApproval, string? Output, Guid? DecisionId, bool? Approved);
