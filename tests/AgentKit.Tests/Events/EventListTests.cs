using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventListTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = EventSamples.Noon;

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ListAsync_TwentyFiveInPagesOfTen_ReturnsEachOnceLatestFirst()
    {
        var events = EventSamples.Many(25);
        await _log.AppendManyAsync(_scope, events);

        var pages = new List<Page<AgentEvent>>();
        string? cursor = null;
        do
        {
            pages.Add(await _log.ListAsync(_scope, new() { Limit = 10, Cursor = cursor }));
            cursor = pages[^1].Next;
        }
        while (cursor is not null);

        pages.Select(page => page.Items.Count).Should().Equal(10, 10, 5);
        pages.SelectMany(page => page.Items).Select(item => item.Id).Should().Equal(Enumerable.Reverse(events).Select(item => item.Id));
    }

    [Fact]
    public async Task ListAsync_LimitIsTheCount_HasNoNextPage()
    {
        await _log.AppendManyAsync(_scope, EventSamples.Many(5));

        (await _log.ListAsync(_scope, new() { Limit = 5 })).Next.Should().BeNull();
        (await _log.ListAsync(_scope, new() { Limit = 4 })).Next.Should().NotBeNull();
    }

    /// <summary>Every combination of the filters, in lists and in streams.</summary>
    [Fact]
    public async Task ListAndStream_EveryCombinationOfFilters_Hold()
    {
        var (session, run) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var all = Enumerable.Range(0, 96).Select(i => new NewEvent((EventCategory)(i % 3), i % 4 < 2 ? "a" : "b")
        {
            OccurredAt = Noon.AddMinutes(i),
            SessionId = i % 5 < 3 ? session : i % 5 == 3 ? Guid.CreateVersion7() : null,
            RunId = i % 7 < 4 ? run : null,
            ToolName = i % 2 == 0 ? "tool" : null,
        }).ToList();
        await _log.AppendManyAsync(_scope, all);

        for (var combination = 0; combination < 64; combination++)
        {
            bool Has(int filter) => (combination & (1 << filter)) != 0;
            var filter = new EventFilter
            {
                SessionId = Has(0) ? session : null,
                RunId = Has(1) ? run : null,
                Category = Has(2) ? EventCategory.Response : null,
                Type = Has(3) ? "a" : null,
                ToolName = Has(4) ? "tool" : null,
                From = Has(5) ? Noon.AddMinutes(10) : null,
                To = Has(5) ? Noon.AddMinutes(80) : null,
                Limit = 7,
            };
            var expected = all
                .Where(item => (!Has(0) || item.SessionId == session)
                    && (!Has(1) || item.RunId == run)
                    && (!Has(2) || item.Category == EventCategory.Response)
                    && (!Has(3) || item.Type == "a")
                    && (!Has(4) || item.ToolName == "tool")
                    && (!Has(5) || (item.OccurredAt >= filter.From && item.OccurredAt < filter.To)))
                .Select(item => item.Id)
                .ToList();

            var streamed = await _log.StreamAsync(_scope, filter).ToListAsync();
            streamed.Select(item => item.Id).Should().Equal(expected, "of the stream of {0}", filter);
            var listed = await _log.AllAsync(_scope, filter);
            listed.Select(item => item.Id).Should().Equal(Enumerable.Reverse(expected), "of the list of {0}", filter);
            expected.Should().NotBeEmpty("the combination is to tell something");
        }
    }

    [Fact]
    public async Task ListAndStream_FromAndTo_AreBoundsToTheMillisecond()
    {
        var events = Enumerable.Range(0, 4).Select(i => EventSamples.New() with { OccurredAt = Noon.AddMilliseconds(i) }).ToList();
        await _log.AppendManyAsync(_scope, events);

        await HoldsAsync(new() { From = Noon.AddMilliseconds(1), To = Noon.AddMilliseconds(3) }, 1, 2);
        await HoldsAsync(new() { From = Noon.AddMilliseconds(1.5) }, 1, 2, 3);
        await HoldsAsync(new() { To = Noon.ToOffset(TimeSpan.FromHours(-5)) });
        await HoldsAsync(new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue }, 0, 1, 2, 3);

        async Task HoldsAsync(EventFilter filter, params int[] expected)
        {
            var streamed = await _log.StreamAsync(_scope, filter).ToListAsync();
            streamed.Select(item => events.FindIndex(e => e.Id == item.Id)).Should().Equal(expected, "of {0}", filter);
            var listed = await _log.AllAsync(_scope, filter);
            listed.Select(item => events.FindIndex(e => e.Id == item.Id)).Should().Equal(Enumerable.Reverse(expected), "of {0}", filter);
        }
    }

    [Fact]
    public async Task ListAsync_IdOfAnotherTime_StandsWhereItsIdSays()
    {
        var late = EventSamples.New("late") with { Id = Guid.CreateVersion7(Noon.AddHours(1)), OccurredAt = Noon.AddHours(-1) };
        await _log.AppendManyAsync(_scope, [.. EventSamples.Many(3), late]);

        (await _log.ListAsync(_scope, new() { Limit = 1 })).Items.Single().Type.Should().Be("late");
        (await _log.ListAsync(_scope, new() { To = Noon })).Items.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task StreamAsync_AnyPage_ReturnsEachOnceEarliestFirst(int limit)
    {
        var events = EventSamples.Many(5);
        await _log.AppendManyAsync(_scope, events);

        var streamed = await _log.StreamAsync(_scope, new() { Limit = limit }).ToListAsync();

        streamed.Select(item => item.Id).Should().Equal(events.Select(item => item.Id));
    }

    [Fact]
    public async Task StreamAsync_WhileOthersRecordAndRemove_GoesOn()
    {
        await _log.AppendManyAsync(_scope, EventSamples.Many(4));
        var seen = new List<AgentEvent>();

        await foreach (var item in _log.StreamAsync(_scope, new() { Limit = 2 }))
        {
            if (seen.Count == 0)
            {
                await _log.AppendAsync(_scope, EventSamples.New("more") with { OccurredAt = EventSamples.Noon.AddDays(1) });
                await _log.DeleteOlderThanAsync(AgentScope.ForService(_scope.WorkspaceId), EventSamples.Noon.AddMinutes(2));
            }

            seen.Add(item);
        }

        seen.Select(item => item.Type).Should().Equal("pre_tool_use", "pre_tool_use", "pre_tool_use", "pre_tool_use", "more");
    }

    [Fact]
    public async Task StreamAsync_Cancelled_Ends()
    {
        await _log.AppendManyAsync(_scope, EventSamples.Many(4));
        using var cancellation = new CancellationTokenSource();
        var stream = _log.StreamAsync(_scope, new() { Limit = 2 }, cancellation.Token);

        var reading = async () =>
        {
            await foreach (var _ in stream)
            {
                await cancellation.CancelAsync();
            }
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();
    }
}
