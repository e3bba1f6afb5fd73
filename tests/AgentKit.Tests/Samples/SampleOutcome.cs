namespace AgentKit.Tests.Samples;

internal sealed record SampleOutcome(int ExitCode, IReadOnlyList<string> Lines, string Errors);
