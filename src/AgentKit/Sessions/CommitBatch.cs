using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit in order; nearly always one.</summary>
/// <param name="First">What comes before the last one.</param>
/// <param name="Last">The commit, or what is stored with it.</param>
internal readonly record struct CommitBatch(IReadOnlyList<Statement> First, Statement Last);
