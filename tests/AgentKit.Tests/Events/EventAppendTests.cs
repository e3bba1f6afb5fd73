using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventAppendTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = EventSamples.Noon;

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task AppendAsync_Everything_ComesBack()
    {
        var (sessionId, runId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var wanted = new NewEvent(EventCategory.Response, "tool_result ✓")
        {
            OccurredAt = Noon.ToOffset(TimeSpan.FromHours(-5)),
            SessionId = sessionId,
            RunId = runId,
            ToolName = "find_order 🔎",
            Payload = EventSamples.Json("""{ "b": 1.10, "a": 123456789012345678901234567890, "b": "\u0061 🫶🏽" }"""),
        };

        var appended = await _log.AppendAsync(_user, wanted);

        var read = (await _log.ListAsync(_user)).Items.Should().ContainSingle().Subject;
        foreach (var item in new[] { appended, read })
        {
            item.Should().BeEquivalentTo(
                new
                {
                    wanted.Id,
                    OccurredAt = Noon,
                    Category = EventCategory.Response,
                    Type = "tool_result ✓",
                    SessionId = sessionId,
                    RunId = runId,
                    UserId = "u-1",
                    ToolName = "find_order 🔎",
                });
            item.Payload!.Value.GetRawText().Should().Be(wanted.Payload!.Value.GetRawText(), "it is kept verbatim");
        }
    }

    [Theory]
    [InlineData(EventCategory.Hook)]
    [InlineData(EventCategory.Response)]
    [InlineData(EventCategory.Phase)]
    public async Task AppendAsync_NothingButTheNeedful_LeavesTheRestOut(EventCategory category)
    {
        var appended = await _log.AppendAsync(_user, new NewEvent(category, "t"));

        appended.Should().BeEquivalentTo(
            new { Category = category, Type = "t", SessionId = (Guid?)null, RunId = (Guid?)null, ToolName = (string?)null });
        appended.Payload.Should().BeNull();
    }

    [Fact]
    public async Task AppendAsync_NoTime_IsTheHostsClock()
    {
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(new FixedTime(Noon)));
        var log = provider.GetRequiredService<IEventLog>();

        (await log.AppendAsync(_user, EventSamples.New())).OccurredAt.Should().Be(Noon);
        await log.AppendManyAsync(_user, [EventSamples.New()]);
        (await log.ListAsync(_user)).Items.Should().HaveCount(2).And.OnlyContain(item => item.OccurredAt == Noon);
    }

    [Fact]
    public async Task AppendAsync_JsonNull_IsAPayload() =>
        (await _log.AppendAsync(_user, EventSamples.New() with { Payload = EventSamples.Json("null") })).Payload!.Value.GetRawText().Should().Be("null");

    [Fact]
    public async Task AppendAsync_TheSameAgain_ReturnsItAsItWasRecordedFirst()
    {
        var wanted = EventSamples.New() with { OccurredAt = Noon, Payload = EventSamples.Json("1") };
        await _log.AppendAsync(_user, wanted);

        var again = await _log.AppendAsync(_user, wanted with { Payload = EventSamples.Json("2"), ToolName = "other" });

        (again.Payload!.Value.GetRawText(), again.ToolName).Should().Be(("1", null));
        (await _log.ListAsync(_user)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task AppendAsync_IdOfAnotherEvent_ThrowsAlreadyExists()
    {
        var taken = EventSamples.New() with { SessionId = Guid.CreateVersion7(), RunId = Guid.CreateVersion7() };
        await _log.AppendAsync(_user, taken);
        NewEvent[] others =
        [
            taken with { Type = "other" },
            taken with { Category = EventCategory.Phase },
            taken with { SessionId = Guid.CreateVersion7() },
            taken with { SessionId = null },
            taken with { RunId = Guid.CreateVersion7() },
        ];

        foreach (var other in others)
        {
            (await _log.Awaiting(log => log.AppendAsync(_user, other)).Should().ThrowAsync<AlreadyExistsException>())
                .Which.Should().BeEquivalentTo(new { Resource = "event", Key = "id", Value = taken.Id.ToString() });
        }

        (await _log.ListAsync(_user)).Items.Should().ContainSingle().Which.Type.Should().Be("pre_tool_use");
    }

    [Fact]
    public async Task AppendAsync_SameIdAtOnce_IsThereOnce()
    {
        var wanted = EventSamples.New();

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _log.AppendAsync(_user, wanted)));

        all.Select(item => item.OccurredAt).Distinct().Should().ContainSingle();
        (await _log.ListAsync(_user)).Items.Should().ContainSingle();
    }
}
