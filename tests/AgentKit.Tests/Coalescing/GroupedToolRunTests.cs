using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Coalescing;

public sealed class GroupedToolRunTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement Input = JsonElement.Parse("""{"b":1,"a":1.10}""");

    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task StartsAndRecords_InAGroup_ComeToTheSameAsByThemselves()
    {
        var session = await CreateAsync(_scope);
        var other = AgentScope.ForUser(_scope.WorkspaceId, "u-2");
        var foreign = await CreateAsync(other);
        var known = await _log.StartAsync(_scope, New(session));
        var pending = await _log.StartAsync(_scope, New(session) with { IsPending = true });
        var gate = await CreateAsync(_scope);
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.Holding(gate), services => services.GetRequiredService<IToolRunLog>().StartAsync(_scope, New(gate)));
        var log = gathering.Provider.GetRequiredService<IToolRunLog>();

        var start = New(session) with { TurnNumber = 3, Attempt = 2, ToolUseId = "use-1" };
        var starting = log.StartAsync(_scope, start);
        var startingOfOther = log.StartAsync(other, New(foreign));
        var recording = log.RecordAsync(_scope, Record(session) with { Output = Input });
        var failing = log.RecordAsync(_scope, Record(session) with { Error = new ToolError("timeout", "too slow") });
        var canceling = log.RecordAsync(_scope, Record(session));
        var again = log.StartAsync(_scope, New(session) with { Id = known.Id });
        var beginning = log.StartAsync(_scope, New(session) with { Id = pending.Id });
        var unseen = log.StartAsync(_scope, New(foreign));
        var unknown = log.StartAsync(_scope, new NewToolRun(Guid.CreateVersion7(), "find_order", Input));
        var otherTool = log.StartAsync(_scope, New(session) with { Id = known.Id, ToolName = "other" });
        await gathering.LetThroughAsync();

        var started = await starting;
        started.Should().BeEquivalentTo(
            new { start.Id, SessionId = session.Id, _scope.UserId, TurnNumber = 3L, Attempt = 2, ToolUseId = "use-1", Status = ToolRunStatus.Running });
        started.Input.GetRawText().Should().Be(Input.GetRawText());
        (await _log.GetAsync(_scope, start.Id)).Should().BeEquivalentTo(
            started, options => options.Excluding(run => run.Input).ComparingByMembers<ToolRun>());
        (await startingOfOther).UserId.Should().Be("u-2");
        (await recording).Output!.Value.GetRawText().Should().Be(Input.GetRawText());
        (await failing).Should().BeEquivalentTo(new { Status = ToolRunStatus.Failed, Error = new ToolError("timeout", "too slow") });
        (await canceling).Should().BeEquivalentTo(new { Status = ToolRunStatus.Canceled, Duration = TimeSpan.FromSeconds(2) });
        (await again).StartedAt.Should().Be(known.StartedAt);
        (await beginning).Status.Should().Be(ToolRunStatus.Running);
        await unseen.Awaiting(task => task).Should().ThrowAsync<SessionNotFoundException>();
        await unknown.Awaiting(task => task).Should().ThrowAsync<SessionNotFoundException>();
        await otherTool.Awaiting(task => task).Should().ThrowAsync<AlreadyExistsException>();
    }

    [Fact]
    public async Task Ends_InAGroup_ComeToTheSameAsByThemselves()
    {
        var session = await CreateAsync(_scope);
        var other = AgentScope.ForUser(_scope.WorkspaceId, "u-2");
        var foreign = await _log.StartAsync(other, New(await CreateAsync(other)));
        ToolRun[] runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _log.StartAsync(_scope, New(session))));
        var pending = await _log.StartAsync(_scope, New(session) with { IsPending = true });
        await _log.FailAsync(_scope, runs[3].Id, new ToolError("x", "y"));
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.Holding(runs[5]), services => services.GetRequiredService<IToolRunLog>().SucceedAsync(_scope, runs[5].Id, Input));
        var log = gathering.Provider.GetRequiredService<IToolRunLog>();

        var succeeding = log.SucceedAsync(_scope, runs[0].Id, Input);
        var failing = log.FailAsync(_scope, runs[1].Id, new ToolError("timeout", "too slow"));
        var canceling = log.CancelAsync(_scope, runs[2].Id, "no longer wanted");
        var refused = log.SucceedAsync(_scope, runs[3].Id, Input);
        var again = log.FailAsync(_scope, runs[3].Id, new ToolError("x", "y"));
        var calledOff = log.CancelAsync(_scope, pending.Id);
        var unseen = log.SucceedAsync(_scope, foreign.Id, Input);
        var unknown = log.SucceedAsync(_scope, Guid.CreateVersion7(), Input);
        var ofOther = log.SucceedAsync(other, foreign.Id, Input);
        await gathering.LetThroughAsync();

        (await succeeding).Output!.Value.GetRawText().Should().Be(Input.GetRawText());
        (await failing).Should().BeEquivalentTo(new { Status = ToolRunStatus.Failed, Error = new ToolError("timeout", "too slow") });
        (await canceling).Should().BeEquivalentTo(new { Status = ToolRunStatus.Canceled, Error = new { Message = "no longer wanted" } });
        (await refused.Awaiting(task => task).Should().ThrowAsync<InvalidToolRunStateException>()).Which.Status.Should().Be(ToolRunStatus.Failed);
        (await again).Status.Should().Be(ToolRunStatus.Failed);
        (await calledOff).StartedAt.Should().BeNull();
        await unseen.Awaiting(task => task).Should().ThrowAsync<ToolRunNotFoundException>();
        await unknown.Awaiting(task => task).Should().ThrowAsync<ToolRunNotFoundException>();
        (await ofOther).Status.Should().Be(ToolRunStatus.Succeeded);
        (await _log.GetAsync(_scope, runs[0].Id)).CompletedAt.Should().Be((await succeeding).CompletedAt);
    }

    [Fact]
    public async Task Starts_OneInASessionThatIsBeingDeleted_DoesNotHoldUpItsNeighbours()
    {
        var (session, deleted, gate) = (await CreateAsync(_scope), await CreateAsync(_scope), await CreateAsync(_scope));
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.Holding(gate), services => services.GetRequiredService<IToolRunLog>().StartAsync(_scope, New(gate)));
        var log = gathering.Provider.GetRequiredService<IToolRunLog>();
        await using var connection = new NpgsqlConnection(fixture.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"DELETE FROM agentkit.sessions WHERE session_id = '{deleted.Id}'", connection, transaction);
        await command.ExecuteNonQueryAsync();

        var waiting = log.StartAsync(_scope, New(deleted));
        var starts = Enumerable.Range(0, 10).Select(_ => log.StartAsync(_scope, New(session))).ToList();
        await gathering.LetThroughAsync();

        (await Task.WhenAll(starts)).Should().OnlyContain(run => run.Status == ToolRunStatus.Running);
        waiting.IsCompleted.Should().BeFalse();
        await transaction.RollbackAsync();
        (await waiting).SessionId.Should().Be(deleted.Id);
    }

    [Fact]
    public async Task Ends_OneOfALockedToolRun_DoesNotHoldUpItsNeighbours()
    {
        var session = await CreateAsync(_scope);
        ToolRun[] runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _log.StartAsync(_scope, New(session))));
        var (gate, locked) = (await _log.StartAsync(_scope, New(session)), await _log.StartAsync(_scope, New(session)));
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.Holding(gate), services => services.GetRequiredService<IToolRunLog>().SucceedAsync(_scope, gate.Id, Input));
        var log = gathering.Provider.GetRequiredService<IToolRunLog>();
        await using var connection = new NpgsqlConnection(fixture.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(Gathering.Holding(locked), connection, transaction);
        await command.ExecuteNonQueryAsync();

        var waiting = log.SucceedAsync(_scope, locked.Id, Input);
        var ends = runs.Select(run => log.SucceedAsync(_scope, run.Id, Input)).ToList();
        await gathering.LetThroughAsync();

        (await Task.WhenAll(ends)).Should().OnlyContain(run => run.Status == ToolRunStatus.Succeeded);
        waiting.IsCompleted.Should().BeFalse();
        await transaction.RollbackAsync();
        (await waiting).Status.Should().Be(ToolRunStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_LogsEachWithItsOwnOutput()
    {
        await using var provider = fixture.CreateProvider(options => options.Coalescing = new() { Enabled = true, Concurrency = 1 });
        var log = provider.GetRequiredService<IToolRunLog>();
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync(_scope)));

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            log.RunAsync(_scope, sessions[i % 10].Id, "twice", new { Number = i }, _ => Task.FromResult(2 * i))));

        results.Should().Equal(Enumerable.Range(0, 200).Select(i => 2 * i));
        foreach (var session in sessions)
        {
            var runs = (await _log.ListAsync(_scope, new ToolRunFilter { SessionId = session.Id })).Items;
            runs.Should().HaveCount(20).And.OnlyContain(run => run.Status == ToolRunStatus.Succeeded);
            runs.Should().OnlyContain(run => run.Output!.Value.GetInt32() == 2 * run.Input.GetProperty("number").GetInt32());
        }
    }

    private static NewToolRun New(Session session) => new(session.Id, "find_order", Input);

    private static CompletedToolRun Record(Session session) =>
        new(session.Id, "find_order", Input) { StartedAt = DateTimeOffset.UtcNow.AddMinutes(-1), Duration = TimeSpan.FromSeconds(2) };

    private Task<Session> CreateAsync(AgentScope scope) => fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
}
