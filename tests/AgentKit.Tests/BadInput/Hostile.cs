namespace AgentKit.Tests.BadInput;

/// <summary>A value that somebody might hand over, and what to call it where it is reported.</summary>
internal sealed record Hostile(string Name, object? Value);
