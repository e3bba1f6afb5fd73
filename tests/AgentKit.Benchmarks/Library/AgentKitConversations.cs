using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Commits of one turn under the expected version, in one host that holds many conversations, each of another user of the workspace.</summary>
internal sealed class AgentKitConversations(Endpoint endpoint, bool coalescing) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint, options => options.Coalescing.Enabled = coalescing);
    private int _clients;

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        var scope = AgentScope.ForUser(Sample.Workspace, FormattableString.Invariant($"u-{++_clients}"));
        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitHost.Agent), cancellationToken);
        return async token => session = await sessions.CommitAsync(
            scope, session, new SessionCommit { Turns = [AgentKit.Turn.User(Sample.Text)] }, token);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
