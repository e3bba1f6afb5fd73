using AgentKit.Tests.Events;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>Preferences and events on the wire: what a call costs, and that it is applied once when its connection dies.</summary>
public sealed class PreferenceAndEventFaultTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_scope.WorkspaceId);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryWrite_ConnectionCut_IsAppliedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var (store, log) = (provider.GetRequiredService<IPreferenceStore>(), provider.GetRequiredService<IEventLog>());
        await log.AppendManyAsync(_scope, EventSamples.Many(5, "old"));
        (string What, Func<Task> Write)[] writes =
        [
            ("an update", async () => (await store.UpdateAsync(_scope, new() { Metadata = { ["a"] = 1 } })).Own.Metadata.Should().ContainSingle()),
            ("a reset", async () => (await store.ResetAsync(_scope)).Own.UpdatedAt.Should().BeNull()),
            ("an update of the defaults", async () => (await store.UpdateDefaultsAsync(Service, new() { Locale = "es" })).Locale.Should().Be("es")),
            ("an event", async () => (await log.AppendAsync(_scope, EventSamples.New("one"))).Type.Should().Be("one")),
            ("many events", async () => (await log.AppendManyAsync(_scope, EventSamples.Many(10, "many"))).Should().Be(beforeItArrives ? 10 : 0)),
            ("retention", async () =>
                (await log.DeleteOlderThanAsync(Service, EventSamples.Noon.AddMinutes(1))).Should().Be(beforeItArrives ? 2 : 0)),
        ];

        foreach (var (what, write) in writes)
        {
            var before = proxy.Cuts;
            proxy.Cut(2, beforeItArrives);

            await write();

            proxy.Cuts.Should().Be(before + 2, what);
        }

        var read = await fixture.Get<IEventLog>().AllAsync(_scope);
        read.GroupBy(item => item.Type).Select(group => (group.Key, group.Count())).Should().BeEquivalentTo(new[] { ("old", 4), ("one", 1), ("many", 9) });
    }

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
