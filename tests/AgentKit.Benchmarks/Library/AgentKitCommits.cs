using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>A commit of one turn under the expected version: scope, row-level security, idempotency and diagnosis on.</summary>
internal sealed class AgentKitCommits(Endpoint endpoint) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint);

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(AgentKitHost.Scope, new NewSession(AgentKitHost.Agent), cancellationToken);
        return async token => session = await sessions.CommitAsync(
            AgentKitHost.Scope, session, new SessionCommit { Turns = [AgentKit.Turn.User(Sample.Text)] }, token);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
