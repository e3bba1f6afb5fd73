using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.PersonalData;

public sealed class RetentionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly AgentScope _service = AgentKitFixture.NewService();
    private readonly FixedTime _clock = new(DateTimeOffset.UtcNow);

    private IRetention Retention => fixture.Get<IRetention>();

    [Fact]
    public async Task ApplyAsync_EmptyPolicy_KeepsEverything()
    {
        var person = await Person.CreateAsync(fixture);
        var before = await fixture.CountRowsAsync(person.Workspace);

        var receipt = await Retention.ApplyAsync(person.Service, new RetentionPolicy());

        receipt.Removed.Should().BeEmpty();
        receipt.HasMore.Should().BeFalse();
        (await fixture.CountRowsAsync(person.Workspace)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task ApplyAsync_Sessions_GoByStatusAndAgeWithEverythingInThem()
    {
        var old = await SessionAsync(s => s.CloseAsync);
        var oldArchived = await SessionAsync(s => s.ArchiveAsync);
        var oldOpen = await SessionAsync(null);
        _clock.Advance(10 * Day);
        var recent = await SessionAsync(s => s.CloseAsync);
        await using var provider = CreateProvider();

        var receipt = await provider.GetRequiredService<IRetention>().ApplyAsync(
            _service, new RetentionPolicy { Sessions = { [SessionStatus.Closed] = 5 * Day, [SessionStatus.Archived] = 20 * Day } });

        receipt.Removed.Should().BeEquivalentTo(new Dictionary<string, long>
        {
            ["sessions"] = 1,
            ["session_state"] = 1,
            ["session_commits"] = 3,
            ["turns"] = 1,
        });
        receipt.HasMore.Should().BeFalse();
        (await IdsAsync()).Should().BeEquivalentTo([oldArchived, oldOpen, recent]).And.NotContain(old);
    }

    [Fact]
    public async Task ApplyAsync_OpenSessions_GoByTheirLastTurn()
    {
        var idle = await SessionAsync(null);
        var woken = await SessionAsync(null);
        var paused = await SessionAsync(s => s.PauseAsync);
        _clock.Advance(10 * Day);
        await using var provider = CreateProvider();
        await provider.GetRequiredService<ISessionStore>().AppendAsync(_service, woken, new() { Turns = [Turn.User("again")] });
        _clock.Advance(Day);

        await provider.GetRequiredService<IRetention>().ApplyAsync(_service, new RetentionPolicy { Sessions = { [SessionStatus.Active] = 5 * Day } });

        (await IdsAsync()).Should().BeEquivalentTo([woken, paused]).And.NotContain(idle);
    }

    [Fact]
    public async Task ApplyAsync_ToolRuns_GoByStatusAndAge()
    {
        await using var provider = CreateProvider();
        var log = provider.GetRequiredService<IToolRunLog>();
        var sessionId = await fixture.NewSessionAsync(_service);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await log.StartAsync(_service, ToolRunSamples.New(sessionId) with { Id = Guid.CreateVersion7(_clock.GetUtcNow().AddMilliseconds(i)) })).Id);
        }

        await log.SucceedAsync(_service, ids[0], ToolRunSamples.Json("1"));
        await log.FailAsync(_service, ids[1], new ToolError("x"));
        _clock.Advance(10 * Day);
        await log.SucceedAsync(_service, ids[2], ToolRunSamples.Json("1"));

        var receipt = await provider.GetRequiredService<IRetention>().ApplyAsync(
            _service, new RetentionPolicy { ToolRuns = { [ToolRunStatus.Succeeded] = 5 * Day, [ToolRunStatus.Failed] = 20 * Day } });

        receipt.Removed.Should().BeEquivalentTo(new Dictionary<string, long> { ["tool_runs"] = 1 });
        (await log.ListAsync(_service)).Items.Select(run => run.Id).Should().BeEquivalentTo(ids[1..]);
    }

    [Fact]
    public async Task ApplyAsync_TasksEventsAndAccessLog_GoByAge()
    {
        var person = await Person.CreateAsync(fixture);
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            INSERT INTO agentkit.access_log (access_id, read_at, workspace_id, user_id, operation)
            VALUES ('{Guid.CreateVersion7()}', now(), '{person.Workspace}', 'admin', 'x')
            """);
        _clock.Advance(10 * Day);
        await using var provider = CreateProvider();
        var retention = provider.GetRequiredService<IRetention>();
        var policy = new RetentionPolicy { Tasks = { [AgentTaskStatus.Completed] = 5 * Day }, Events = 5 * Day, AccessLog = 5 * Day, ArchivedTurns = 5 * Day };
        RetentionPolicy longer = new() { Tasks = { [AgentTaskStatus.Failed] = Day }, Events = 20 * Day, AccessLog = 20 * Day, ArchivedTurns = 3_650 * Day };

        (await retention.ApplyAsync(person.Service, longer)).Removed.Should().BeEmpty();
        var receipt = await retention.ApplyAsync(person.Service, policy);

        receipt.Removed.Should().BeEquivalentTo(new Dictionary<string, long>
        {
            ["tasks"] = 1,
            ["task_steps"] = 1,
            ["archived_turns"] = 1,
            ["events"] = 2,
            ["access_log"] = 1,
        });
    }

    [Fact]
    public async Task ApplyAsync_MoreThanMaxRows_StopsAndSaysThatThereIsMore()
    {
        await InsertEventsAsync(2_500);
        _clock.Advance(2 * Day);
        await using var provider = CreateProvider();
        var retention = provider.GetRequiredService<IRetention>();
        var policy = new RetentionPolicy { Events = Day, MaxRows = 1_500 };

        var first = await retention.ApplyAsync(_service, policy);
        var second = await retention.ApplyAsync(_service, policy);

        first.Should().BeEquivalentTo(new { HasMore = true, Removed = new Dictionary<string, long> { ["events"] = 2_000 } });
        second.Should().BeEquivalentTo(new { HasMore = false, Removed = new Dictionary<string, long> { ["events"] = 500 } });
        (await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString, $"SELECT count(*) FROM agentkit.erasure_receipts WHERE workspace_id = '{_service.WorkspaceId}'"))
            .Should().Be(0, "the counts of a retention are told and forgotten");
    }

    [Fact]
    public async Task ApplyAsync_ManyWorkersAtOnce_RemoveEachRowOnce()
    {
        await InsertEventsAsync(6_000);
        await LongSession.InsertAsync(fixture, _service, sessions: 60, turns: 40);
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.sessions SET status = 'closed', closed_at = now() WHERE workspace_id = '{_service.WorkspaceId}'");
        var before = await fixture.CountRowsAsync(_service.WorkspaceId);
        _clock.Advance(2 * Day);
        await using var provider = CreateProvider();
        var policy = new RetentionPolicy { Events = Day, Sessions = { [SessionStatus.Closed] = Day } };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => provider.GetRequiredService<IRetention>().ApplyAsync(_service, policy))));

        (await fixture.CountRowsAsync(_service.WorkspaceId)).Should().BeEmpty();
        receipts.SelectMany(receipt => receipt.Removed).GroupBy(table => table.Key).ToDictionary(table => table.Key, table => table.Sum(count => count.Value))
            .Should().BeEquivalentTo(before);
    }

    /// <summary>Either whoever reopens it is first, and it stays whole, or the removal is, and they are told that it is gone.</summary>
    [Fact]
    public async Task ApplyAsync_SessionsThatAreReopenedMeanwhile_StayWholeOrAreGone()
    {
        var ids = await LongSession.InsertAsync(fixture, _service, sessions: 120, turns: 30);
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.sessions SET status = 'closed', closed_at = now() WHERE workspace_id = '{_service.WorkspaceId}'");
        _clock.Advance(2 * Day);
        await using var provider = CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();

        // From the end, and retention from the beginning: they meet.
        var removal = Task.Run(() => provider.GetRequiredService<IRetention>().ApplyAsync(
            _service, new RetentionPolicy { Sessions = { [SessionStatus.Closed] = Day } }));
        var reopening = Task.Run(async () =>
        {
            while (!removal.IsCompleted && await sessions.FindAsync(_service, ids[0]) is not null)
            {
            }

            List<Guid> reopened = [];
            foreach (var id in Enumerable.Reverse(ids))
            {
                try
                {
                    reopened.Add((await sessions.ReopenAsync(_service, id)).Id);
                }
                catch (SessionNotFoundException)
                {
                    // It was removed before.
                }
            }

            return reopened;
        });
        var receipt = await removal;
        var kept = await reopening;

        (await sessions.ListAsync(_service, new SessionFilter { Limit = 200 })).Items.Select(session => session.Id).Should().BeEquivalentTo(kept);
        receipt.Removed.Should().Contain("sessions", ids.Count - kept.Count).And.Contain("turns", 30 * (ids.Count - kept.Count));
        foreach (var id in kept)
        {
            (await sessions.GetTurnsAsync(_service, id, limit: 100)).Should().HaveCount(30);
        }
    }

    [Fact]
    public async Task ApplyAsync_AnotherWorkspace_IsLeftAlone()
    {
        await InsertEventsAsync(3);
        _clock.Advance(2 * Day);
        await using var provider = CreateProvider();

        await provider.GetRequiredService<IRetention>().ApplyAsync(AgentKitFixture.NewService(), new RetentionPolicy { Events = Day });

        (await fixture.CountRowsAsync(_service.WorkspaceId)).Should().Contain("events", 3);
    }

    [Fact]
    public async Task ApplyAsync_Arguments_AreChecked()
    {
        Task Refused<TException>(RetentionPolicy policy)
            where TException : Exception => Retention.Awaiting(r => r.ApplyAsync(_service, policy)).Should().ThrowAsync<TException>();

        await Refused<ArgumentException>(new() { Tasks = { [AgentTaskStatus.Pending] = Day } });
        await Refused<ArgumentException>(new() { ToolRuns = { [ToolRunStatus.Running] = Day } });
        await Refused<ArgumentException>(new() { Sessions = { [(SessionStatus)99] = Day } });
        await Refused<ArgumentOutOfRangeException>(new() { Sessions = { [SessionStatus.Closed] = TimeSpan.Zero } });
        await Refused<ArgumentOutOfRangeException>(new() { Events = -Day });
        await Refused<ArgumentOutOfRangeException>(new() { AccessLog = TimeSpan.Zero });
        await Refused<ArgumentOutOfRangeException>(new() { ArchivedTurns = TimeSpan.Zero });
        await Refused<ArgumentOutOfRangeException>(new() { MaxRows = 0 });
        await Refused<ArgumentException>(new() { Sessions = null! });
        await Retention.Awaiting(r => r.ApplyAsync(_service, null!)).Should().ThrowAsync<ArgumentNullException>();
        await Retention.Awaiting(r => r.ApplyAsync(AgentKitFixture.NewUser(), new())).Should().ThrowAsync<AccessDeniedException>();
        await Retention.Awaiting(r => r.ApplyAsync(AgentScope.ForAdmin("w", "u"), new())).Should().ThrowAsync<AccessDeniedException>();
        (await Retention.ApplyAsync(_service, new() { Events = TimeSpan.MaxValue })).HasMore.Should().BeFalse();
    }

    private ServiceProvider CreateProvider() => fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(_clock));

    private async Task<Guid> SessionAsync(Func<ISessionStore, Func<AgentScope, Guid, string?, CancellationToken, Task<Session>>>? end)
    {
        await using var provider = CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_service, new NewSession(AgentKitFixture.Agent) { Id = Guid.CreateVersion7(_clock.GetUtcNow()) });
        await sessions.AppendAsync(_service, session.Id, new() { Turns = [Turn.User("hello")] });
        if (end is not null)
        {
            await end(sessions)(_service, session.Id, null, CancellationToken.None);
        }

        return session.Id;
    }

    private async Task<List<Guid>> IdsAsync() => [.. (await fixture.Sessions.ListAsync(_service)).Items.Select(session => session.Id)];

    private Task InsertEventsAsync(int count) => Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
        INSERT INTO agentkit.events (event_id, occurred_at, workspace_id, category, type)
        SELECT ('{Guid.CreateVersion7().ToString()[..24]}' || lpad(to_hex(n), 12, '0'))::uuid, now(), '{_service.WorkspaceId}', 'hook', 't'
        FROM generate_series(1, {count}) AS n
        """);
}
