using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit in order; where it is for no run and consumes nothing, one.</summary>
/// <param name="Commit">What every commit is; the others are applied with it, or nothing is.</param>
/// <param name="Before">What has to hold, or to be done, before it.</param>
/// <param name="After">What follows from it.</param>
internal readonly record struct CommitBatch(Statement Commit, IReadOnlyList<Statement> Before, IReadOnlyList<Statement> After)
{
    /// <summary>Reads what the statements came to, and the verdict that follows them.</summary>
    public async Task<CommitResult> ReadAsync(ResultReader results, CancellationToken cancellationToken)
    {
        await results.SkipAsync(Before.Count, cancellationToken).ConfigureAwait(false);
        if (await results.ReadSingleOrDefaultAsync<SessionRow>(cancellationToken).ConfigureAwait(false) is { } committed)
        {
            return new(committed, Verdict: null);
        }

        await results.SkipAsync(After.Count + 1, cancellationToken).ConfigureAwait(false);
        return new(Committed: null, await results.ReadSingleOrDefaultAsync<CommitVerdictRow>(cancellationToken).ConfigureAwait(false));
    }
}
