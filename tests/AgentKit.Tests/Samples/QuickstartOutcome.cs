namespace AgentKit.Tests.Samples;

internal sealed record QuickstartOutcome(int ExitCode, IReadOnlyList<string> Lines, string Errors);
