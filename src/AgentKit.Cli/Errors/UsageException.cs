namespace AgentKit.Cli;

/// <summary>Something that whoever typed the command can put right; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
