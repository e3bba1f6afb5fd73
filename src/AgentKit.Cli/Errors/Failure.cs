namespace AgentKit.Cli;

internal sealed record Failure(string Message, int ExitCode);
