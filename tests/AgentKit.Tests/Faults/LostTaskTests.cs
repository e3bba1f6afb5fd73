using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Tasks;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="LostConnectionTests"/> for tasks.</summary>
public sealed class LostTaskTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    /// <summary>Workers claim and work while connections are cut at random: every task is done once, by one attempt.</summary>
    [Fact]
    public async Task Workers_WhileConnectionsAreCut_DoEachTaskOnce()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            options.Resilience.TransientRetries = 20;
        });
        var tasks = provider.GetRequiredService<ITaskStore>();
        for (var i = 0; i < 60; i++)
        {
            await tasks.CreateAsync(_scope, TaskSamples.New());
        }

        proxy.CutOneOf = 5;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (await tasks.ClaimAsync(_scope, TaskSamples.Claim()) is { } claimed)
            {
                await tasks.DoStepAsync(_scope, claimed.Lease, 1);
            }
        })));

        proxy.Cuts.Should().BeGreaterThan(10);
        (await fixture.Get<ITaskStore>().ListAsync(_scope, new() { Limit = 1_000 })).Items.Should().HaveCount(60).And.OnlyContain(task =>
            task.Status == AgentTaskStatus.Completed && task.FencingToken == 1 && task.Steps[0].Attempt == 1);
    }
}
