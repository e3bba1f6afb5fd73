using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunSweepTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly FixedTime _clock = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task SweepAsync_RunningTooLong_FailsAsAbandoned()
    {
        await using var provider = CreateProvider();
        var log = provider.GetRequiredService<IToolRunLog>();
        var sessionId = await fixture.NewSessionAsync(_scope);
        var old = await log.StartAsync(_scope, ToolRunSamples.New(sessionId));
        await log.StartAsync(_scope, ToolRunSamples.New(sessionId) with { IsPending = true });
        await log.RecordAsync(_scope, ToolRunSamples.Over(sessionId) with { StartedAt = _clock.GetUtcNow() });
        _clock.Advance(Hour);
        var atTheBound = await log.SweepAsync(_scope, Hour);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await log.StartAsync(_scope, ToolRunSamples.New(sessionId));

        var swept = await log.SweepAsync(_scope, Hour);

        atTheBound.Should().BeEmpty();
        var run = swept.Should().ContainSingle().Subject;
        (run.Id, run.Status, run.Error!.Type).Should().Be((old.Id, ToolRunStatus.Failed, ToolError.Abandoned));
        run.Error.Message.Should().Contain(old.Worker, "it says who swept");
        run.CompletedAt.Should().Be(_clock.GetUtcNow());
        run.Worker.Should().Be(old.Worker);
        run.Input.GetRawText().Should().Be(ToolRunSamples.Input.GetRawText());
        (await log.SweepAsync(_scope, Hour)).Should().BeEmpty();
        (await log.GetAsync(_scope, old.Id)).Error.Should().Be(run.Error);
    }

    [Fact]
    public async Task SweepAsync_Limit_MarksTheOldestFirst()
    {
        await using var provider = CreateProvider();
        var log = provider.GetRequiredService<IToolRunLog>();
        var ids = await StartAsync(log, 5);
        _clock.Advance(2 * Hour);

        var first = await log.SweepAsync(_scope, Hour, limit: 3);
        var second = await log.SweepAsync(_scope, Hour, limit: 3);

        first.Select(run => run.Id).Should().BeEquivalentTo(ids.Take(3));
        second.Select(run => run.Id).Should().BeEquivalentTo(ids.Skip(3));
    }

    [Fact]
    public async Task SweepAsync_LookBack_LeavesWhatIsOlder()
    {
        await using var provider = CreateProvider();
        var log = provider.GetRequiredService<IToolRunLog>();
        var old = await StartAsync(log, 1);
        _clock.Advance(TimeSpan.FromDays(2));
        var recent = await StartAsync(log, 1);
        _clock.Advance(2 * Hour);

        var swept = await log.SweepAsync(_scope, Hour, lookBack: TimeSpan.FromDays(1));

        swept.Select(run => run.Id).Should().Equal(recent);
        (await log.SweepAsync(_scope, Hour, lookBack: TimeSpan.MaxValue)).Select(run => run.Id).Should().Equal(old);
        (await log.SweepAsync(_scope, TimeSpan.MaxValue)).Should().BeEmpty();
    }

    [Fact]
    public async Task SweepAsync_RowThatSomebodyHolds_IsSkippedNotWaitedFor()
    {
        await using var provider = CreateProvider();
        var ids = await StartAsync(provider.GetRequiredService<IToolRunLog>(), 2);
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var holding = new NpgsqlCommand(
            $"SELECT status FROM agentkit.tool_runs WHERE tool_run_id = '{ids[0]}' FOR UPDATE", connection, transaction);
        await holding.ExecuteScalarAsync();

        var swept = await _log.SweepAsync(_scope, Hour);

        swept.Select(run => run.Id).Should().Equal(ids[1]);
    }

    [Fact]
    public async Task SweepAsync_TwoSweepersAndTheCompletions_EndEachRunOnce()
    {
        await using var provider = CreateProvider();
        var (one, two) = (_log, provider.GetRequiredService<IToolRunLog>());
        var ids = await StartAsync(two, 120);

        var sweeps = new[] { one, two }.Select(async log =>
        {
            List<Guid> swept = [];
            for (var idle = 0; idle < 3;)
            {
                var batch = await log.SweepAsync(AgentScope.ForService(_scope.WorkspaceId), TimeSpan.FromTicks(1), limit: 7);
                swept.AddRange(batch.Select(run => run.Id));
                idle = batch.Count == 0 ? idle + 1 : 0;
                _clock.Advance(TimeSpan.FromSeconds(1));
            }

            return swept;
        });
        var completions = ids.Where((_, i) => i % 3 == 0).Select(async id =>
        {
            try
            {
                return (await one.SucceedAsync(_scope, id, ToolRunSamples.Json("1"))).Id;
            }
            catch (InvalidToolRunStateException error) when (error.Status == ToolRunStatus.Failed)
            {
                return Guid.Empty;
            }
        });
        var completed = await Task.WhenAll(completions.ToList());
        var swept = await Task.WhenAll(sweeps.ToList());

        var ends = swept.SelectMany(batch => batch).Concat(completed.Where(id => id != Guid.Empty)).ToList();
        ends.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(ids);
        swept.SelectMany(batch => batch).Should().NotBeEmpty();
    }

    [Fact]
    public async Task SweepAsync_ReplyLost_ReturnsWhatItMarked()
    {
        await using var provider = CreateProvider();
        var ids = await StartAsync(provider.GetRequiredService<IToolRunLog>(), 5);
        await using var stuttering = fixture.CreateStutteringProvider();

        var swept = await stuttering.GetRequiredService<IToolRunLog>().SweepAsync(_scope, Hour, limit: 3);

        swept.Select(run => run.Id).Should().BeEquivalentTo(ids.Take(3), "those were marked, and no others");
        swept.Should().OnlyContain(run => run.Error!.Type == ToolError.Abandoned);
        (await _log.SweepAsync(_scope, Hour)).Should().HaveCount(2);
    }

    private ServiceProvider CreateProvider() =>
        fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(_clock));

    private async Task<List<Guid>> StartAsync(IToolRunLog log, int count)
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var ids = Enumerable.Range(0, count).Select(i => Guid.CreateVersion7(_clock.GetUtcNow().AddMilliseconds(i))).ToList();
        await Task.WhenAll(ids.Select(id => log.StartAsync(_scope, ToolRunSamples.New(sessionId) with { Id = id })));
        return ids;
    }
}
