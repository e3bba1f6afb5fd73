using AgentKit.Tests.Faults.Operations;
using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults;

/// <summary>What writes come to on a host that nobody disturbs.</summary>
internal sealed class References : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1); // their requests are counted
    private readonly Dictionary<(Operation Operation, bool Coalesces), Reference> _known = [];
    private readonly Dictionary<bool, ServiceProvider> _providers = [];
    private readonly AgentKitFixture _fixture;
    private readonly TcpProxy _proxy;

    public References(AgentKitFixture fixture)
    {
        _fixture = fixture;
        _proxy = new TcpProxy(fixture.Database.ConnectionString);
        Shapes = new Shapes(fixture.Database.AdminConnectionString);
    }

    public Shapes Shapes { get; }

    public async Task<Reference> OfAsync(Operation operation, FaultLaneKey key)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (!_known.TryGetValue((operation, key.Coalesces), out var reference))
            {
                reference = await MakeAsync(operation, ProviderFor(key));
                _known.Add((operation, key.Coalesces), reference);
            }

            return reference;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers.Values)
        {
            await provider.DisposeAsync();
        }

        await _proxy.DisposeAsync();
        await Shapes.DisposeAsync();
        _oneAtATime.Dispose();
    }

    private ServiceProvider ProviderFor(FaultLaneKey key)
    {
        if (!_providers.TryGetValue(key.Coalesces, out var provider))
        {
            provider = _fixture.CreateProvider(options =>
            {
                key.Configure(options);
                options.ConnectionString = _proxy.ConnectionString;
            });
            _providers.Add(key.Coalesces, provider);
        }

        return provider;
    }

    private async Task<Reference> MakeAsync(Operation operation, ServiceProvider provider)
    {
        await provider.GetRequiredService<IAgentRegistry>().GetAsync(AgentKitFixture.NewUser(), AgentKitFixture.Agent); // connects
        using var stage = new Stage(_fixture);
        var send = await operation.PrepareAsync(stage);
        var never = await Shapes.OfAsync(stage.User.WorkspaceId);
        var before = _proxy.RoundTrips;
        var answer = await send(provider, CancellationToken.None);
        var requests = _proxy.RoundTrips - before;
        return new(
            never,
            await Shapes.OfAsync(stage.User.WorkspaceId),
            Shapes.Of(answer, stage.User.WorkspaceId),
            Math.Max(1, requests));
    }
}
