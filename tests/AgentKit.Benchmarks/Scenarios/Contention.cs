using System.Diagnostics;
using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>A number of writers on one session, and how they fared in each round.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Hosts">In how many hosts they are.</param>
/// <param name="Backoff">The first delay of the pure backoff; <see langword="null"/> for AgentKit's UpdateAsync.</param>
internal sealed record Contention(string Name, int Hosts, TimeSpan? Backoff)
{
    public const int Writers = 16;

    public List<ContentionRound> Rounds { get; } = [];

    public async Task RunAsync(AgentKitHosts hosts, TimeSpan duration, CancellationToken cancellationToken)
    {
        var created = await hosts.StoreOf(0).CreateAsync(AgentKitHost.Scope, new NewSession(AgentKitHost.Agent), cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var writers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
            Task.Run(() => WriteAsync(hosts.StoreOf(writer), created.Id, start, duration, cancellationToken))));

        var elapsed = Stopwatch.GetElapsedTime(start);
        Rounds.Add(new ContentionRound(
            Fairness: (double)writers.Min(writer => writer.Updates) / writers.Max(writer => writer.Updates),
            LongestWait: writers.Max(writer => writer.Longest).TotalMilliseconds,
            Throughput: writers.Sum(writer => writer.Updates) / elapsed.TotalSeconds));
    }

    private async Task<(int Updates, TimeSpan Longest)> WriteAsync(
        ISessionStore sessions, Guid session, long start, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (updates, longest) = (0, TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var begin = Stopwatch.GetTimestamp();
            await (Backoff is { } delay
                ? BackoffUpdates.UpdateAsync(sessions, AgentKitHost.Scope, session, Decide, delay, cancellationToken)
                : sessions.UpdateAsync(AgentKitHost.Scope, session, Decide, cancellationToken));
            var took = Stopwatch.GetElapsedTime(begin);
            updates++;
            longest = took > longest ? took : longest;
        }

        return (updates, longest);
    }

    private static SessionCommit Decide(SessionSnapshot current) => new()
    {
        Turns = [AgentKit.Turn.User(Sample.Text)],
        CapturedData = { ["seen"] = current.Session.Version },
    };
}
