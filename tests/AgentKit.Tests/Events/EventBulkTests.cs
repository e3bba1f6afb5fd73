using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventBulkTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task AppendManyAsync_AllSorts_EachComesBackAsItIs()
    {
        var (sessionId, runId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var at = EventSamples.Noon;
        NewEvent[] wanted =
        [
            new(EventCategory.Hook, "a") { OccurredAt = at },
            new(EventCategory.Response, "b") { OccurredAt = at.AddSeconds(1).ToOffset(TimeSpan.FromHours(9)), SessionId = sessionId },
            new(EventCategory.Phase, "c") { OccurredAt = at.AddSeconds(2), RunId = runId, ToolName = "tool" },
            new(EventCategory.Hook, "{,\"}\\") { OccurredAt = at.AddSeconds(3), Payload = EventSamples.Json("""{ "x": [1.10, "\"{}\\", null] }""") },
            new(EventCategory.Hook, "🫶🏽") { OccurredAt = at.AddSeconds(4), ToolName = "NULL", Payload = EventSamples.Json("\"NULL\"") },
        ];

        (await _log.AppendManyAsync(_user, wanted)).Should().Be(5);

        var read = await _log.StreamAsync(_user).ToListAsync();
        read.Select(Describe).Should().Equal(wanted.Select(item => Describe(new AgentEvent
        {
            Id = item.Id,
            OccurredAt = item.OccurredAt!.Value.ToUniversalTime(),
            Category = item.Category,
            Type = item.Type,
            SessionId = item.SessionId,
            RunId = item.RunId,
            UserId = "u-1",
            ToolName = item.ToolName,
            Payload = item.Payload,
        })));
    }

    [Fact]
    public async Task AppendManyAsync_None_IsNoCall()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);

        (await provider.GetRequiredService<IEventLog>().AppendManyAsync(_user, [])).Should().Be(0);

        proxy.RoundTrips.Should().Be(0);
    }

    [Fact]
    public async Task AppendManyAsync_TenThousand_AreOneStatement()
    {
        (await _log.AppendManyAsync(_user, EventSamples.Many(10_000))).Should().Be(10_000);

        (await CountAsync(_user)).Should().Be(10_000);
        var transactions = await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"SELECT count(DISTINCT xmin::text) FROM agentkit.events WHERE workspace_id = '{_user.WorkspaceId}'");
        transactions.Should().Be(1);
    }

    [Fact]
    public async Task AppendManyAsync_AgainAndRepeated_CountsOnlyTheNew()
    {
        var events = EventSamples.Many(10);

        (await _log.AppendManyAsync(_user, [.. events[..6], events[0]])).Should().Be(6);
        (await _log.AppendManyAsync(_user, events)).Should().Be(4);
        (await _log.AppendManyAsync(_user, events)).Should().Be(0);

        (await CountAsync(_user)).Should().Be(10);
    }

    [Fact]
    public async Task AppendManyAsync_OneOutOfRange_NamesItAndRecordsNone()
    {
        NewEvent[] events = [EventSamples.New(), EventSamples.New(), EventSamples.New(" ")];

        (await _log.Awaiting(log => log.AppendManyAsync(_user, events)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("Event 2 cannot be recorded*").Which.ParamName.Should().Be("newEvents");

        (await CountAsync(_user)).Should().Be(0);
    }

    [Fact]
    public async Task AppendManyAsync_IdsOfSomebodyElse_ArePassedOver()
    {
        var events = EventSamples.Many(3);
        var other = AgentScope.ForUser(_user.WorkspaceId, "other");
        await _log.AppendManyAsync(_user, events);

        (await _log.AppendManyAsync(other, [.. events, EventSamples.New()])).Should().Be(1);

        (await CountAsync(other)).Should().Be(1);
        (await _log.AppendManyAsync(AgentKitFixture.NewUser(), events)).Should().Be(3, "in another workspace the ids are free");
    }

    [Fact]
    public async Task AppendManyAsync_OverlappingAtOnce_AreEachThereOnce()
    {
        var events = EventSamples.Many(200);

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => // each deadlock takes PostgreSQL a second to find
            _log.AppendManyAsync(_user, [.. i % 2 == 0 ? events : Enumerable.Reverse(events)])));

        counts.Sum().Should().BeGreaterThanOrEqualTo(200, "a deadlock is sent again, and then counts what others have recorded as there");
        (await CountAsync(_user)).Should().Be(200);
    }

    private static string Describe(AgentEvent item) =>
        $"{item.Id} {item.OccurredAt:O} {item.Category} {item.Type} {item.SessionId} {item.RunId} {item.UserId} {item.ToolName} {item.Payload?.GetRawText()}";

    private async Task<int> CountAsync(AgentScope scope) => (await _log.AllAsync(scope, new() { Limit = 1_000 })).Count;
}
