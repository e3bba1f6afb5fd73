using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>What is done at each point of a series that is about the size of a database.</summary>
internal static class Operations
{
    private const int LastTurns = 10;
    private const int ListedSessions = 20;

    private static readonly (string Title, Func<FilledDatabase, ISubject> Open)[] All =
    [
        ("Commit of one 1 KB turn", database => new ScatteredSessions(database, CommitAsync)),
        ("The last ten turns", database => new ScatteredSessions(database, ReadAsync)),
        ("The latest twenty sessions of a user", database => new ScatteredSessions(database, ListAsync)),
    ];

    /// <summary>Does each of them in all databases in turn.</summary>
    public static async Task<IReadOnlyList<Comparison>> CompareAsync(
        string series,
        IReadOnlyList<(string Point, FilledDatabase Database)> databases,
        Interleaver interleaver,
        CancellationToken cancellationToken)
    {
        var comparisons = new List<Comparison>();
        foreach (var (title, open) in All)
        {
            IReadOnlyList<Variant> variants =
            [
                .. databases.Select(database => new PlacedVariant(
                    database.Point, new InProcessVariant(database.Point, series, _ => open(database.Database)))),
            ];
            comparisons.Add(await interleaver.RunAsync(
                $"{title}, by {series}", clients: 1, databases[0].Point, variants, cancellationToken));
        }

        return comparisons;
    }

    private static Task<Session> CommitAsync(ISessionStore sessions, AgentScope scope, Session session, CancellationToken cancellationToken) =>
        sessions.CommitAsync(scope, session, new SessionCommit { Turns = [AgentKit.Turn.User(Sample.Text)] }, cancellationToken);

    private static async Task<Session> ReadAsync(
        ISessionStore sessions, AgentScope scope, Session session, CancellationToken cancellationToken)
    {
        var turns = await sessions.GetLastTurnsAsync(scope, session.Id, LastTurns, cancellationToken: cancellationToken);
        Expect.Equal(LastTurns, turns.Count);
        return session;
    }

    private static async Task<Session> ListAsync(
        ISessionStore sessions, AgentScope scope, Session session, CancellationToken cancellationToken)
    {
        var page = await sessions.ListAsync(scope, new SessionFilter { Limit = ListedSessions }, cancellationToken);
        return page.Items.Count > 0 ? session : throw new InvalidOperationException("A list is empty.");
    }
}
