namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A tool run; its mark is its output or the message of its error.</summary>
internal sealed record StoredToolRun(Guid ToolRunId, Guid SessionId, string Status, string? Mark);
