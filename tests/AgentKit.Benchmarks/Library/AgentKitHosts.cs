using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Hosts of AgentKit that share nothing but the database, as processes would: each has its own gates and its own connections.</summary>
internal sealed class AgentKitHosts(Endpoint endpoint, int hosts) : IAsyncDisposable
{
    private readonly ServiceProvider[] _providers = [.. Enumerable.Range(0, hosts).Select(_ => AgentKitHost.CreateProvider(endpoint))];

    /// <summary>The store of the host that a writer belongs to.</summary>
    public ISessionStore StoreOf(int writer) => _providers[writer % _providers.Length].GetRequiredService<ISessionStore>();

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }
    }
}
