using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventBufferTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task WriteAndTryWrite_Flushed_AreInTheLog()
    {
        await using var provider = CreateProvider(options => options.FlushInterval = Long);
        var buffer = provider.GetRequiredService<IEventBuffer>();

        await buffer.WriteAsync(_user, EventSamples.New("one") with { OccurredAt = EventSamples.Noon, Payload = EventSamples.Json("{ \"a\": 1.10 }") });
        buffer.TryWrite(_user, EventSamples.New("two") with { OccurredAt = EventSamples.Noon.AddSeconds(1) }).Should().BeTrue();
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, 2, 0, 0, null, null));
        await buffer.FlushAsync();

        buffer.GetStatistics().Should().Be(new EventBufferStatistics(2, 0, 0, 0, null, null));
        var events = await _log.StreamAsync(_user).ToListAsync();
        events.Select(item => (item.Type, item.UserId, item.Payload?.GetRawText())).Should().Equal(("one", "u-1", "{ \"a\": 1.10 }"), ("two", "u-1", null));
    }

    [Fact]
    public async Task WriteAsync_NobodyFlushes_IsWrittenAfterTheInterval()
    {
        await using var provider = CreateProvider(options => options.FlushInterval = TimeSpan.FromMilliseconds(1));

        await provider.GetRequiredService<IEventBuffer>().WriteAsync(_user, EventSamples.New());

        await Eventually.HoldsAsync(async () => (await _log.AllAsync(_user)).Count == 1);
    }

    [Fact]
    public async Task WriteAsync_RoundIsFull_IsWrittenBeforeTheInterval()
    {
        await using var provider = CreateProvider(options => (options.FlushInterval, options.BatchSize, options.Concurrency) = (Long, 5, 2));
        var buffer = provider.GetRequiredService<IEventBuffer>();

        foreach (var item in EventSamples.Many(10))
        {
            await buffer.WriteAsync(_user, item);
        }

        await Eventually.HoldsAsync(async () => (await _log.AllAsync(_user)).Count == 10);
    }

    [Fact]
    public async Task WriteAsync_ManyScopes_EachUnderItsOwn()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var (workspace, other) = (_user.WorkspaceId, AgentKitFixture.NewWorkspace());
        AgentScope[] scopes =
        [
            AgentScope.ForUser(workspace, "a"),
            AgentScope.ForUser(workspace, "b"),
            AgentScope.ForAdmin(workspace, "c"),
            AgentScope.ForService(workspace),
            AgentScope.ForService(workspace, "a"),
            AgentScope.ForUser(other, "a"),
        ];

        for (var i = 0; i < 60; i++)
        {
            // Equal scopes are one scope, however often they are made.
            await buffer.WriteAsync(scopes[i % 6] with { }, EventSamples.New($"{i % 6}"));
        }

        await buffer.FlushAsync();
        (await _log.AllAsync(AgentScope.ForService(workspace))).GroupBy(item => (item.Type, item.UserId)).Select(group => (group.Key, group.Count()))
            .Should().BeEquivalentTo(new[] { (("0", "a"), 10), (("1", "b"), 10), (("2", "c"), 10), (("3", (string?)null), 10), (("4", "a"), 10) });
        (await _log.AllAsync(AgentScope.ForService(other))).Should().HaveCount(10);
        var transactions = await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"SELECT count(DISTINCT xmin::text) FROM agentkit.events WHERE workspace_id IN ('{workspace}', '{other}')");
        transactions.Should().BeGreaterThanOrEqualTo(6, "nobody's events are written under another one's rights");
    }

    [Fact]
    public async Task WriteAsync_BatchSize_IsTheMostOfOneStatement()
    {
        await using var provider = CreateProvider(options => (options.FlushInterval, options.BatchSize) = (Long, 7));
        var buffer = provider.GetRequiredService<IEventBuffer>();

        foreach (var item in EventSamples.Many(100))
        {
            await buffer.WriteAsync(_user, item);
        }

        await buffer.FlushAsync();
        var largest = await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"SELECT max(n) FROM (SELECT count(*) AS n FROM agentkit.events WHERE workspace_id = '{_user.WorkspaceId}' GROUP BY xmin::text) AS x");
        largest.Should().BeLessThanOrEqualTo(7);
        (await _log.AllAsync(_user)).Should().HaveCount(100);
    }

    [Fact]
    public async Task WriteAsync_FromEverywhereAtOnce_LosesAndDoublesNone()
    {
        await using var provider = CreateProvider(options => (options.Capacity, options.BatchSize) = (50, 40));
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var events = EventSamples.Many(2_000);

        await Task.WhenAll(events.Chunk(250).Select(chunk => Task.Run(async () =>
        {
            foreach (var item in chunk)
            {
                await buffer.WriteAsync(_user, item);
            }

            await buffer.FlushAsync();
        })));

        buffer.GetStatistics().Should().Be(new EventBufferStatistics(2_000, 0, 0, 0, null, null));
        (await _log.StreamAsync(_user, new() { Limit = 1_000 }).ToListAsync()).Select(item => item.Id).Should().Equal(events.Select(item => item.Id));
    }

    [Fact]
    public async Task WriteAsync_SameIdAgain_IsThereOnceAndCountsAsWritten()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var wanted = EventSamples.New();

        await buffer.WriteAsync(_user, wanted);
        await buffer.FlushAsync();
        await buffer.WriteAsync(_user, wanted);
        await buffer.WriteAsync(_user, wanted);
        await buffer.FlushAsync();

        (await _log.AllAsync(_user)).Should().ContainSingle();
        buffer.GetStatistics().Written.Should().Be(3);
    }

    [Fact]
    public async Task WriteAsync_PayloadDisposedAfterwards_IsWrittenAsItWas()
    {
        await using var provider = CreateProvider(options => options.FlushInterval = Long);
        var buffer = provider.GetRequiredService<IEventBuffer>();

        using (var document = JsonDocument.Parse("[1]"))
        {
            await buffer.WriteAsync(_user, EventSamples.New() with { Payload = document.RootElement });
        }

        await buffer.FlushAsync();
        (await _log.AllAsync(_user)).Single().Payload!.Value.GetRawText().Should().Be("[1]");
    }

    [Fact]
    public async Task WriteAsync_NoTime_IsTheTimeOfHandingOver()
    {
        var clock = new FixedTime(EventSamples.Noon);
        await using var provider = CreateProvider(options => options.FlushInterval = Long, services => services.AddSingleton<TimeProvider>(clock));
        var buffer = provider.GetRequiredService<IEventBuffer>();

        await buffer.WriteAsync(_user, EventSamples.New());
        clock.Advance(TimeSpan.FromHours(1));
        await buffer.FlushAsync();

        (await _log.AllAsync(_user)).Single().OccurredAt.Should().Be(EventSamples.Noon);
    }

    [Fact]
    public async Task FlushAsync_NothingToWrite_ReturnsAtOnceAndCanBeCancelled()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();

        await buffer.FlushAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => buffer.FlushAsync()));

        await buffer.Awaiting(b => b.FlushAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        await buffer.Awaiting(b => b.WriteAsync(_user, EventSamples.New(), new CancellationToken(canceled: true)).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, 0, 0, 0, null, null));
    }

    private ServiceProvider CreateProvider(Action<EventBufferOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        fixture.CreateProvider(options => configure?.Invoke(options.EventBuffer), services);
}
