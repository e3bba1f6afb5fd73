using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Agents;

public sealed class AgentCacheTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly FixedTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task GetAsync_ChangedByAnotherProcess_IsSeenAfterTheDurationAndNotBefore()
    {
        var scope = AgentKitFixture.NewService();
        await using var here = Process(Duration);
        await using var there = Process(Duration);
        await Agents(there).RegisterAsync(scope, new AgentDefinition("a", "A") { Tools = ["t"] });
        (await Agents(here).GetAsync(scope, "a")).Version.Should().Be(1);

        await Agents(there).UpdateInstructionsAsync(scope, "a", "New");
        await Agents(there).SetToolEnabledAsync(scope, "a", "t", enabled: false);

        _time.Advance(Duration - TimeSpan.FromTicks(1));
        (await Agents(here).GetAsync(scope, "a")).Version.Should().Be(1);
        (await Agents(here).GetToolsAsync(scope, "a")).Should().Equal("t");
        (await Agents(here).FindByNameAsync(scope, "A"))!.Version.Should().Be(3, "it always reads");

        _time.Advance(TimeSpan.FromTicks(1));
        (await Agents(here).GetAsync(scope, "a")).Definition.Instructions.Should().Be("New");
        (await Agents(here).GetToolsAsync(scope, "a")).Should().BeEmpty();
    }

    [Fact]
    public async Task GetAsync_SecondTime_IsTheSameObject()
    {
        var scope = AgentKitFixture.NewService();
        await using var process = Process(Duration);
        await Agents(process).RegisterAsync(scope, new AgentDefinition("a", "A"));

        var first = await Agents(process).GetAsync(scope, "a");

        (await Agents(process).FindAsync(scope, "a")).Should().BeSameAs(first);
    }

    [Fact]
    public async Task GetAsync_DurationOfZero_ReadsEveryTime()
    {
        var scope = AgentKitFixture.NewService();
        await using var here = Process(TimeSpan.Zero);
        await using var there = Process(Duration);
        await Agents(here).RegisterAsync(scope, new AgentDefinition("a", "A"));
        (await Agents(here).GetAsync(scope, "a")).Version.Should().Be(1);

        await Agents(there).UpdateInstructionsAsync(scope, "a", "New");

        (await Agents(here).GetAsync(scope, "a")).Version.Should().Be(2);
    }

    [Fact]
    public async Task FindAsync_RegisteredByAnotherProcessAfterAMiss_IsFoundAtOnce()
    {
        var scope = AgentKitFixture.NewService();
        await using var here = Process(Duration);
        await using var there = Process(Duration);
        (await Agents(here).FindAsync(scope, "late")).Should().BeNull();

        await Agents(there).RegisterAsync(scope, new AgentDefinition("late", "Late"));

        (await Agents(here).FindAsync(scope, "late")).Should().NotBeNull();
    }

    [Fact]
    public async Task GetAsync_SharedAgentHiddenByAnotherProcess_IsHiddenAfterTheDuration()
    {
        var scope = AgentKitFixture.NewService();
        await using var here = Process(Duration);
        await using var there = Process(Duration);
        (await Agents(here).GetAsync(scope, AgentKitFixture.Agent)).IsShared.Should().BeTrue();

        await Agents(there).RegisterAsync(scope, new AgentDefinition(AgentKitFixture.Agent, "Own"));

        (await Agents(here).GetAsync(scope, AgentKitFixture.Agent)).IsShared.Should().BeTrue();
        _time.Advance(Duration);
        (await Agents(here).GetAsync(scope, AgentKitFixture.Agent)).IsShared.Should().BeFalse();
    }

    [Fact]
    public void Add_ReadBeforeAChangeThatEndedMeanwhile_IsNotServed()
    {
        using var cache = new AgentCache(Duration, _time);
        var changes = cache.Changes("w", "a");
        cache.Forget("w", "a");

        cache.Add("w", Agent("a"), changes);

        cache.Find("w", "a").Should().BeNull();
    }

    [Fact]
    public void Forget_SharedAgent_ForgetsItInEveryWorkspace()
    {
        using var cache = new AgentCache(Duration, _time);
        foreach (var (workspace, id) in new[] { ("w1", "a"), ("w2", "a") })
        {
            cache.Add(workspace, Agent(id), cache.Changes(workspace, id));
        }

        cache.Forget("*", "a");

        cache.Find("w1", "a").Should().BeNull();
        cache.Find("w2", "a").Should().BeNull();
    }

    [Fact]
    public void Add_MoreThanFit_KeepsABoundedNumber()
    {
        using var cache = new AgentCache(Duration, _time);
        for (var i = 0; i < 12_000; i++)
        {
            cache.Add($"w{i}", Agent("a"), cache.Changes($"w{i}", "a"));
        }

        Enumerable.Range(0, 12_000).Count(i => cache.Find($"w{i}", "a") is not null).Should().BeInRange(1, 10_000);
    }

    [Fact]
    public async Task GetAsync_WhileInstructionsChange_NeverGoesBack()
    {
        var scope = AgentKitFixture.NewService();
        await using var process = Process(Duration);
        var agents = Agents(process);
        await agents.RegisterAsync(scope, new AgentDefinition("a", "A"));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await agents.GetAsync(scope, "a");
                await Task.Yield(); // what is in the cache takes no time: the updates would wait for a thread
            }
        })).ToList();

        for (var i = 0; i < 100; i++)
        {
            var updated = await agents.UpdateInstructionsAsync(scope, "a", $"Number {i}");
            (await agents.GetAsync(scope, "a")).Version.Should().Be(updated.Version);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static RegisteredAgent Agent(string id) => new(new AgentDefinition(id, id), 1, [], IsShared: false, default, default);

    private static IAgentRegistry Agents(ServiceProvider process) => process.GetRequiredService<IAgentRegistry>();

    private ServiceProvider Process(TimeSpan duration) => fixture.CreateProvider(
        options => options.AgentCacheDuration = duration,
        services => services.AddSingleton<TimeProvider>(_time));
}
