namespace AgentKit;

/// <summary>The blocks with members of their own on the wire.</summary>
internal enum BlockKind
{
    Other,
    Text,
    ToolUse,
    ToolResult,
}
