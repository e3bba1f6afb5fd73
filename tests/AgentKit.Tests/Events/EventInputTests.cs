using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

/// <summary>What is refused before anything is sent, by the log and by the buffer alike.</summary>
public sealed class EventInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly IEventBuffer _buffer = fixture.Get<IEventBuffer>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, NewEvent> BadEvents()
    {
        var good = EventSamples.New();
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "Id", good with { Id = Guid.Empty } },
            { "OccurredAt", good with { OccurredAt = DateTimeOffset.UnixEpoch.AddTicks(-1) } },
            { "OccurredAt", good with { OccurredAt = DateTimeOffset.MinValue } },
            { "OccurredAt", good with { OccurredAt = DateTimeOffset.MaxValue } },
            { "category", good with { Category = (EventCategory)3 } },
            { "Type", good with { Type = null! } },
            { "Type", good with { Type = "" } },
            { "Type", good with { Type = " " } },
            { "Type", good with { Type = new string('x', 201) } },
            { "Type", good with { Type = "a\0b" } },
            { "Type", good with { Type = "a\ud800b" } },
            { "ToolName", good with { ToolName = "" } },
            { "ToolName", good with { ToolName = new string('x', 201) } },
            { "ToolName", good with { ToolName = "a\0b" } },
            { "ToolName", good with { ToolName = "\udc00" } },
            { "Payload", good with { Payload = default(JsonElement) } },
            { "Payload", good with { Payload = EventSamples.Json("\"\\u0000\"") } },
            { "Payload", good with { Payload = EventSamples.Json("\"\\ud800\"") } },
            { "Payload", good with { Payload = JsonSerializer.SerializeToElement(new string('x', 64 * 1024)) } },
        };
    }

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Event_OutOfRange_ThrowsArgumentException(string paramName, NewEvent bad)
    {
        var before = _buffer.GetStatistics();

        (await _log.Awaiting(log => log.AppendAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);
        (await _log.Awaiting(log => log.AppendManyAsync(_scope, [bad])).Should().ThrowAsync<ArgumentException>())
            .WithMessage("Event 0 cannot be recorded*").WithInnerException<ArgumentException>().Which.ParamName.Should().Be(paramName);
        (await _buffer.Awaiting(buffer => buffer.WriteAsync(_scope, bad).AsTask()).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);
        _buffer.Invoking(buffer => buffer.TryWrite(_scope, bad)).Should().Throw<ArgumentException>().Which.ParamName.Should().Be(paramName);

        _buffer.GetStatistics().Should().Be(before, "what is refused as an argument was never handed over");
    }

    [Fact]
    public async Task Event_AtItsLimits_IsRecorded()
    {
        var wanted = new NewEvent(EventCategory.Hook, new string('x', 200))
        {
            OccurredAt = DateTimeOffset.UnixEpoch,
            ToolName = new string('é', 200),
            Payload = JsonSerializer.SerializeToElement(new string('x', (64 * 1024) - 2)),
        };

        (await _log.AppendAsync(_scope, wanted)).OccurredAt.Should().Be(DateTimeOffset.UnixEpoch);
        var latest = EventSamples.New() with { OccurredAt = DateTimeOffset.MaxValue.AddTicks(-10) };
        (await _log.AppendAsync(_scope, latest)).OccurredAt.Year.Should().Be(9999);
        (await _log.ListAsync(_scope)).Items.Select(item => item.Id).Should().Equal(latest.Id, wanted.Id);
    }

    [Fact]
    public async Task AppendManyAsync_TooMany_ThrowsArgumentException()
    {
        var large = JsonSerializer.SerializeToElement(new string('x', 8_000_000));
        await using var provider = fixture.CreateProvider(options => options.Limits.EventPayloadBytes = 16 * 1024 * 1024);
        var generous = provider.GetRequiredService<IEventLog>();
        NewEvent[] heavy = [.. Enumerable.Range(0, 9).Select(_ => EventSamples.New() with { Payload = large })];

        (await _log.Awaiting(log => log.AppendManyAsync(_scope, EventSamples.Many(10_001))).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*10001 events, more than the 10000*");
        (await generous.Awaiting(log => log.AppendManyAsync(_scope, heavy)).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*characters, more than the*");
    }

    [Fact]
    public async Task Filter_OutOfRange_ThrowsArgumentException()
    {
        EventFilter[] bad =
        [
            new() { Limit = 0 },
            new() { Limit = 1_001 },
            new() { Type = "" },
            new() { Type = "a\0" },
            new() { ToolName = " " },
            new() { ToolName = new string('x', 201) },
            new() { Category = (EventCategory)(-1) },
            new() { Cursor = "x" },
            new() { Cursor = "3.0123456789abcdef0123456789abcdef." },
        ];

        foreach (var filter in bad)
        {
            await _log.Awaiting(log => log.ListAsync(_scope, filter)).Should().ThrowAsync<ArgumentException>();
            _log.Invoking(log => log.StreamAsync(_scope, filter)).Should().Throw<ArgumentException>("it throws at once, and not at the first event");
        }
    }

    [Fact]
    public async Task StreamAsync_CursorOfAPage_ThrowsArgumentException()
    {
        await _log.AppendManyAsync(_scope, EventSamples.Many(2));
        var cursor = (await _log.ListAsync(_scope, new() { Limit = 1 })).Next;

        _log.Invoking(log => log.StreamAsync(_scope, new() { Cursor = cursor })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Methods_Null_ThrowArgumentNullException()
    {
        await _log.Awaiting(log => log.AppendAsync(null!, EventSamples.New())).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.AppendAsync(_scope, null!)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.AppendManyAsync(null!, [])).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.AppendManyAsync(_scope, null!)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.AppendManyAsync(_scope, [null!])).Should().ThrowAsync<ArgumentException>();
        await _log.Awaiting(log => log.ListAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.DeleteOlderThanAsync(null!, EventSamples.Noon)).Should().ThrowAsync<ArgumentNullException>();
        _log.Invoking(log => log.StreamAsync(null!)).Should().Throw<ArgumentNullException>();
        _buffer.Invoking(buffer => buffer.TryWrite(null!, EventSamples.New())).Should().Throw<ArgumentNullException>();
        _buffer.Invoking(buffer => buffer.TryWrite(_scope, null!)).Should().Throw<ArgumentNullException>();
        await _buffer.Awaiting(buffer => buffer.WriteAsync(null!, EventSamples.New()).AsTask()).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task AppendAsync_DocumentIsDisposed_ThrowsArgumentException()
    {
        JsonElement disposed;
        using (var document = JsonDocument.Parse("1"))
        {
            disposed = document.RootElement;
        }

        await _log.Awaiting(log => log.AppendAsync(_scope, EventSamples.New() with { Payload = disposed })).Should().ThrowAsync<ArgumentException>();
    }
}
