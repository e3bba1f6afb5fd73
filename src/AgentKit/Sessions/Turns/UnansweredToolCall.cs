namespace AgentKit;

/// <summary>A tool that a model asked for, and no result of it among the turns that follow.</summary>
/// <param name="TurnNumber">The turn that asks.</param>
/// <param name="Call">What it asks for.</param>
public sealed record UnansweredToolCall(long TurnNumber, ToolUseBlock Call);
