namespace AgentKit.Quickstart.Loading;

/// <summary>A tool call of a recorded conversation.</summary>
/// <param name="Use">What the model asked for.</param>
/// <param name="Answer">What the tool said then; null where the recording has no answer.</param>
internal sealed record RecordedCall(ToolUseBlock Use, ToolResultBlock? Answer);
