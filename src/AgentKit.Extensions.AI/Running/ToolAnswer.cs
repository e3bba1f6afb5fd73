namespace AgentKit.Extensions.AI;

/// <summary>What came of a call: a result, or a task that a person has to decide on, or that another worker holds.</summary>
internal sealed record ToolAnswer(ToolResultBlock? Result, AgentTask? Waiting = null);
