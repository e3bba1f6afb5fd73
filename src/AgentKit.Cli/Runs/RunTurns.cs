namespace AgentKit.Cli;

/// <summary>What a run has said in its session: the turns of the commits that were made under its lease, whoever else spoke meanwhile.</summary>
internal sealed class RunTurns(IChangeFeed changes, ISessionStore sessions, AgentScope scope, Run run)
{
    private const int Page = 1000;

    /// <summary>How many turns are shown at most.</summary>
    private const int Most = 500;

    public async Task<IReadOnlyList<Turn>> ReadAsync(CancellationToken cancellationToken)
    {
        var (versions, first, last) = await FindAsync(cancellationToken);
        List<Turn> turns = [];
        for (var after = first; after < last && turns.Count < Most;)
        {
            var page = await sessions.GetTurnsAsync(scope, run.SessionId, after, Page, cancellationToken);
            turns.AddRange(page.Where(turn => versions.Contains(turn.Version)));
            after = page.Count < Page ? last : page[^1].Number;
        }

        return [.. turns.Take(Most)];
    }

    /// <summary>The versions that the run has made, and the turns between which theirs lie.</summary>
    private async Task<(HashSet<long> Versions, long First, long Last)> FindAsync(CancellationToken cancellationToken)
    {
        HashSet<long> versions = [];
        var (first, last, count, version) = (long.MaxValue, 0L, 0L, 0L);
        while (true)
        {
            var page = await changes.ReadAsync(scope, run.SessionId, version, Page, cancellationToken);
            foreach (var change in page)
            {
                if (change.RunId == run.Id)
                {
                    versions.Add(change.Version);
                    first = Math.Min(first, Math.Min(count, change.TurnCount)); // a commit may take turns back before it adds its own
                    last = Math.Max(last, change.TurnCount);
                }

                (count, version) = (change.TurnCount, change.Version);
            }

            if (page.Count < Page)
            {
                return (versions, versions.Count == 0 ? 0 : first, last);
            }
        }
    }
}
