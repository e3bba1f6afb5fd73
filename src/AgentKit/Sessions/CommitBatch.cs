using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit in order; where it is for no run and consumes nothing, one.</summary>
/// <param name="Commit">What every commit is; the others are applied with it, or nothing is.</param>
/// <param name="Before">What has to hold, or to be done, before it.</param>
/// <param name="After">What follows from it.</param>
internal readonly record struct CommitBatch(Statement Commit, IReadOnlyList<Statement> Before, IReadOnlyList<Statement> After)
{
    public IReadOnlyList<Statement> All => [.. Before, Commit, .. After];
}
