using AgentKit.Tests.Events;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="RoundTripTests"/> for preferences and events.</summary>
public sealed class PreferenceAndEventRoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_scope.WorkspaceId);

    [Fact]
    public async Task EveryCall_OnTheWire_IsTheRoundTripsItPromises()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var (store, log) = (provider.GetRequiredService<IPreferenceStore>(), provider.GetRequiredService<IEventLog>());
        await store.GetAsync(_scope);

        // Before, while and after the statements are prepared.
        for (var i = 0; i < 8; i++)
        {
            (await CountAsync(() => store.UpdateAsync(_scope, new() { Metadata = { [$"k{i}"] = i } }))).Should().Be(1, "an update, the {0}th", i);
            (await CountAsync(() => log.AppendManyAsync(_scope, EventSamples.Many(100)))).Should().Be(1, "a hundred events, the {0}th", i);
        }

        (await CountAsync(() => store.GetAsync(_scope))).Should().Be(1, "what holds");
        (await CountAsync(() => store.ResetAsync(_scope))).Should().Be(1, "a reset");
        (await CountAsync(() => store.UpdateDefaultsAsync(Service, new() { Locale = "es" }))).Should().Be(1, "defaults");
        (await CountAsync(() => store.GetDefaultsAsync(_scope))).Should().Be(1, "reading the defaults");
        var one = EventSamples.New();
        (await CountAsync(() => log.AppendAsync(_scope, one))).Should().Be(1, "an event");
        (await CountAsync(() => log.AppendAsync(_scope, one))).Should().Be(1, "an event that is there");
        (await CountAsync(() => log.AppendManyAsync(_scope, [one, EventSamples.New()]))).Should().Be(2, "events of which one is there");
        (await CountAsync(() => log.ListAsync(_scope, new() { Type = "pre_tool_use" }))).Should().Be(1, "a list");
        (await CountAsync(async () => await log.StreamAsync(_scope, new() { Limit = 1_000 }).ToListAsync())).Should().Be(1, "a stream of one page");

        async Task<int> CountAsync(Func<Task> call)
        {
            var before = proxy.RoundTrips;
            await call();
            return proxy.RoundTrips - before;
        }
    }

    private ServiceProvider CreateProvider(TcpProxy proxy) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
    });
}
