using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Works on sessions from all over a database, one after the other, each under the scope of its owner.</summary>
/// <param name="database">The database.</param>
/// <param name="work">What is done with a session; returns it as it is afterwards.</param>
internal sealed class ScatteredSessions(
    FilledDatabase database, Func<ISessionStore, AgentScope, Session, CancellationToken, Task<Session>> work) : ISubject
{
    /// <summary>As many as there are, at most so many: enough for no two to lie on one page.</summary>
    private const int Sample = 500;

    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(database.Endpoint);

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        var known = new List<(AgentScope Scope, Session Session)>();
        var count = Math.Min(Sample, database.Sessions);
        for (var i = 0; i < count; i++)
        {
            var (scope, id) = database.Session((int)((long)i * database.Sessions / count));
            known.Add((scope, await sessions.GetAsync(scope, id, cancellationToken)));
        }

        var next = 0;
        return async token =>
        {
            var i = next++ % known.Count;
            known[i] = (known[i].Scope, await work(sessions, known[i].Scope, known[i].Session, token));
        };
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
