using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories;

/// <summary>What became of a round.</summary>
internal sealed record Verdict(History History, IReadOnlyList<Violation> Violations);
