using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit in order; where it is for no run and consumes nothing, one.</summary>
/// <param name="commit">What every commit is; the others are applied with it, or nothing is.</param>
internal sealed class CommitBatch(Statement commit)
{
    // Most commits have neither.
    private List<Statement>? _before;
    private List<Statement>? _after;

    public Statement Commit => commit;

    /// <summary>Adds what has to hold, or to be done, before it.</summary>
    public void Before(Statement statement) => (_before ??= []).Add(statement);

    /// <summary>Adds what follows from it.</summary>
    public void After(Statement statement) => (_after ??= []).Add(statement);

    /// <summary>All of them, and the verdict at the end.</summary>
    public Statement[] With(Statement verdict) =>
        _before is null && _after is null ? [commit, verdict] : [.. _before ?? [], commit, .. _after ?? [], verdict];

    /// <summary>Reads what the statements came to.</summary>
    public async ValueTask<CommitResult> ReadAsync(ResultReader results, CancellationToken cancellationToken)
    {
        await results.SkipAsync(_before?.Count ?? 0, cancellationToken).ConfigureAwait(false);
        if (await results.ReadSingleOrDefaultAsync<SessionRow>(cancellationToken).ConfigureAwait(false) is { } committed)
        {
            return new(committed, Verdict: null);
        }

        await results.SkipAsync((_after?.Count ?? 0) + 1, cancellationToken).ConfigureAwait(false);
        return new(Committed: null, await results.ReadSingleOrDefaultAsync<CommitVerdictRow>(cancellationToken).ConfigureAwait(false));
    }
}
