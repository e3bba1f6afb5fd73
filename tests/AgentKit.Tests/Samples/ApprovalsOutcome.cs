namespace AgentKit.Tests.Samples;

internal sealed record ApprovalsOutcome(int ExitCode, IReadOnlyList<string> Lines, string Errors);
