using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Reads the last turns of a session.</summary>
internal sealed class AgentKitLastTurns(Endpoint endpoint, Guid sessionId, int count) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint);

    public Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        return Task.FromResult<Func<CancellationToken, Task>>(async token =>
        {
            var turns = await sessions.GetLastTurnsAsync(AgentKitHost.Scope, sessionId, count, cancellationToken: token);
            Expect.Equal(count, turns.Count);
        });
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
