namespace AgentKit.Approvals;

/// <summary>Something that whoever started the program can put right; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
