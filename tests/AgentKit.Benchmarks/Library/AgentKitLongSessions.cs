using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Commits to sessions that have a given length already, and goes on to the next one before it has grown much longer.</summary>
internal sealed class AgentKitLongSessions(Endpoint endpoint, IReadOnlyList<Guid> sessionIds, int commitsPerSession) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint);

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        var known = new List<Session>();
        foreach (var id in sessionIds)
        {
            known.Add(await sessions.GetAsync(AgentKitHost.Scope, id, cancellationToken));
        }

        var commits = 0;
        return async token =>
        {
            var i = commits++ / commitsPerSession % known.Count;
            known[i] = await sessions.CommitAsync(
                AgentKitHost.Scope, known[i], new SessionCommit { Turns = [AgentKit.Turn.User(Sample.Text)] }, token);
        };
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
