namespace AgentKit.Tests.Histories.Checking;

/// <summary>A contract that did not hold, and how it shows.</summary>
internal sealed record Violation(Rule Rule, string What);
