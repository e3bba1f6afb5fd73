namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A task.</summary>
internal sealed record StoredTask(Guid TaskId, string Status, long FencingToken);
