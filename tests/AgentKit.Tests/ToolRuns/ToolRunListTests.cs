using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunListTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ListAsync_TwentyFiveInPagesOfTen_ReturnsEachOnceLatestFirst()
    {
        var ids = await RecordAsync(await fixture.NewSessionAsync(_scope), 25);

        var pages = new List<Page<ToolRun>>();
        string? cursor = null;
        do
        {
            pages.Add(await _log.ListAsync(_scope, new() { Limit = 10, Cursor = cursor }));
            cursor = pages[^1].Next;
        }
        while (cursor is not null);

        pages.Select(page => page.Items.Count).Should().Equal(10, 10, 5);
        pages.SelectMany(page => page.Items).Select(run => run.Id).Should().Equal(Enumerable.Reverse(ids));
    }

    [Fact]
    public async Task ListAsync_LimitIsTheCount_HasNoNextPage()
    {
        await RecordAsync(await fixture.NewSessionAsync(_scope), 5);

        (await _log.ListAsync(_scope, new() { Limit = 5 })).Next.Should().BeNull();
        (await _log.ListAsync(_scope, new() { Limit = 4 })).Next.Should().NotBeNull();
    }

    [Fact]
    public async Task ListAsync_Filters_HoldAloneTogetherAndAcrossPages()
    {
        var (one, two) = (await fixture.NewSessionAsync(_scope), await fixture.NewSessionAsync(_scope));
        var runId = await fixture.NewAgentRunAsync(_scope, one);
        var all = new List<ToolRun>();
        for (var i = 0; i < 24; i++)
        {
            all.Add(await _log.RecordAsync(_scope, ToolRunSamples.Over(i % 2 == 0 ? one : two, i % 3 == 0 ? "a" : "b") with
            {
                Id = Guid.CreateVersion7(Noon.AddMinutes(i)),
                RunId = i % 4 == 0 ? runId : null,
                Error = i % 5 == 0 ? new ToolError("x") : null,
            }));
        }

        (ToolRunFilter Filter, Func<ToolRun, bool> Expected)[] cases =
        [
            (new(), _ => true),
            (new() { SessionId = one }, run => run.SessionId == one),
            (new() { RunId = runId }, run => run.RunId == runId),
            (new() { ToolName = "a" }, run => run.ToolName == "a"),
            (new() { Statuses = [ToolRunStatus.Failed] }, run => run.Status == ToolRunStatus.Failed),
            (new() { Statuses = [ToolRunStatus.Failed, ToolRunStatus.Canceled] }, _ => true),
            (new() { Statuses = [ToolRunStatus.Running] }, _ => false),
            (new() { SessionId = one, ToolName = "a" }, run => run.SessionId == one && run.ToolName == "a"),
            (new() { SessionId = two, RunId = runId }, _ => false),
            (new() { RunId = runId, ToolName = "b", Statuses = [ToolRunStatus.Canceled] },
                run => run.RunId == runId && run.ToolName == "b" && run.Status == ToolRunStatus.Canceled),
            (new() { SessionId = one, From = Noon.AddMinutes(5), To = Noon.AddMinutes(15) },
                run => run.SessionId == one && IsWithin(run, 5, 15)),
        ];

        foreach (var (filter, expected) in cases)
        {
            var listed = await AllAsync(filter with { Limit = 3 });
            listed.Should().Equal(all.Where(expected).Select(run => run.Id).Reverse(), "of {0}", filter);
        }

        bool IsWithin(ToolRun run, int from, int to) => all.IndexOf(run) >= from && all.IndexOf(run) < to;
    }

    [Fact]
    public async Task ListAsync_FromAndTo_AreBoundsToTheMillisecond()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var wanted = ToolRunSamples.Over(sessionId) with { Id = Guid.CreateVersion7(Noon.AddMilliseconds(i)) };
            ids.Add((await _log.RecordAsync(_scope, wanted)).Id);
        }

        (await AllAsync(new() { From = Noon.AddMilliseconds(1), To = Noon.AddMilliseconds(3) })).Should().Equal(ids[2], ids[1]);
        (await AllAsync(new() { From = Noon.AddMilliseconds(1.5) })).Should().Equal(ids[3], ids[2], ids[1]);
        (await AllAsync(new() { To = Noon.ToOffset(TimeSpan.FromHours(-5)) })).Should().BeEmpty();
        (await AllAsync(new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Should().HaveCount(4);
    }

    [Fact]
    public async Task ListAsync_CursorOfAnotherList_ThrowsArgumentException()
    {
        await fixture.NewSessionAsync(_scope);
        await fixture.NewSessionAsync(_scope);
        var foreign = (await fixture.Sessions.ListAsync(_scope, new() { Limit = 1 })).Next;

        foreign.Should().NotBeNull();
        await _log.Awaiting(log => log.ListAsync(_scope, new() { Cursor = foreign })).Should().ThrowAsync<ArgumentException>();
    }

    private async Task<List<Guid>> AllAsync(ToolRunFilter filter)
    {
        List<Guid> ids = [];
        while (true)
        {
            var page = await _log.ListAsync(_scope, filter);
            ids.AddRange(page.Items.Select(run => run.Id));
            if (page.Next is null)
            {
                return ids;
            }

            filter = filter with { Cursor = page.Next };
        }
    }

    private async Task<List<Guid>> RecordAsync(Guid sessionId, int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => Guid.CreateVersion7(Noon.AddMilliseconds(i))).ToList();
        await Task.WhenAll(ids.Select(id => _log.RecordAsync(_scope, ToolRunSamples.Over(sessionId) with { Id = id })));
        return ids;
    }
}
