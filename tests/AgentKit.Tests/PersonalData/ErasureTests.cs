using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.PersonalData;

public sealed class ErasureTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EraseUserAsync_SomebodyWithEverything_LeavesNothingOfThemAndAllOfTheOthers()
    {
        var person = await Person.CreateAsync(fixture);
        await person.SecondSessionAsync(fixture);
        var other = await Person.CreateAsync(fixture, person.Workspace, "u-2");
        var theirs = await fixture.ExportUserAsync(other.Service, other.UserId);
        var before = await fixture.CountRowsAsync(person.Workspace, $"user_id = '{person.UserId}'");
        var clock = new FixedTime(DateTimeOffset.Parse("2026-03-04T05:06:07Z"));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));

        var receipt = await provider.GetRequiredService<IPersonalData>().EraseUserAsync(person.Service, person.UserId);

        receipt.Removed.Should().BeEquivalentTo(before);
        receipt.ErasedAt.Should().Be(clock.GetUtcNow());
        (await fixture.CountRowsAsync(person.Workspace, $"user_id = '{person.UserId}'")).Should().BeEmpty();
        (await fixture.ExportUserAsync(person.Service, person.UserId)).Should().HaveCount(2);
        (await fixture.ExportUserAsync(other.Service, other.UserId))[1..].Should().Equal(theirs[1..]);
    }

    [Fact]
    public async Task EraseUserAsync_ByThemselves_RemovesWhatIsTheirs()
    {
        var person = await Person.CreateAsync(fixture);
        var before = await fixture.CountRowsAsync(person.Workspace);

        var receipt = await fixture.PersonalData().EraseUserAsync(person.Scope, person.UserId);

        receipt.Removed.Should().BeEquivalentTo(before);
        (await fixture.CountRowsAsync(person.Workspace)).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseUserAsync_AnAdminThemselves_RemovesWhatIsTheirs()
    {
        var person = await Person.CreateAsync(fixture);
        await Person.CreateAsync(fixture, person.Workspace, "u-2");

        await fixture.PersonalData().EraseUserAsync(AgentScope.ForAdmin(person.Workspace, person.UserId), person.UserId);

        (await fixture.CountRowsAsync(person.Workspace, "user_id = 'u-1'")).Should().BeEmpty();
        (await fixture.CountRowsAsync(person.Workspace, "user_id = 'u-2'")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Erase_BySomebodyWhoMayNot_IsRefusedAndRemovesNothing()
    {
        var person = await Person.CreateAsync(fixture);
        var before = await fixture.CountRowsAsync(person.Workspace);
        var data = fixture.PersonalData();
        var admin = AgentScope.ForAdmin(person.Workspace, "admin");
        var other = AgentScope.ForUser(person.Workspace, "u-2");

        await data.Awaiting(d => d.EraseUserAsync(admin, person.UserId)).Should().ThrowAsync<AccessDeniedException>();
        await data.Awaiting(d => d.EraseUserAsync(other, person.UserId)).Should().ThrowAsync<AccessDeniedException>();
        await data.Awaiting(d => d.EraseSessionAsync(admin, person.SessionId)).Should().ThrowAsync<AccessDeniedException>();
        await data.Awaiting(d => d.EraseSessionAsync(other, person.SessionId)).Should().ThrowAsync<SessionNotFoundException>();
        await data.Awaiting(d => d.EraseSessionAsync(AgentKitFixture.NewService(), person.SessionId)).Should().ThrowAsync<SessionNotFoundException>();
        (await fixture.CountRowsAsync(person.Workspace)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task EraseSessionAsync_OneOfTwo_LeavesTheOtherAndWhatIsElsewhere()
    {
        var person = await Person.CreateAsync(fixture);
        await person.SecondSessionAsync(fixture);

        var receipt = await fixture.PersonalData().EraseSessionAsync(person.Scope, person.SessionId);

        receipt.Removed.Should().Contain("sessions", 1).And.Contain("turns", 2).And.Contain("task_steps", 1).And.Contain("events", 1);
        var left = await fixture.CountRowsAsync(person.Workspace);
        left.Should().Contain("sessions", 1).And.Contain("events", 1).And.Contain("preferences", 1).And.Contain("runs", 1).And.Contain("tasks", 2);
        left.Should().NotContainKey("turns");
        (await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"SELECT count(*) FROM agentkit.runs WHERE workspace_id = '{person.Workspace}' AND parent_run_id IS NULL"))
            .Should().Be(1, "the run of the other session stands without the parent that is gone");
    }

    [Fact]
    public async Task Erase_AgainUnderTheSameId_GoesOnAndSumsUp()
    {
        var person = await Person.CreateAsync(fixture);
        await person.SecondSessionAsync(fixture);
        var before = await fixture.CountRowsAsync(person.Workspace);
        var id = Guid.CreateVersion7();
        var data = fixture.PersonalData();

        var first = await data.EraseSessionAsync(person.Service, person.SessionId, id);
        var again = await data.EraseSessionAsync(person.Service, person.SessionId, id);
        var whole = await data.EraseUserAsync(person.Service, person.UserId, id);
        var last = await data.EraseUserAsync(person.Service, person.UserId, id);

        again.Should().BeEquivalentTo(first);
        whole.Id.Should().Be(id);
        whole.Removed.Should().BeEquivalentTo(before);
        last.Should().BeEquivalentTo(whole);
        var another = () => data.EraseSessionAsync(person.Service, person.SessionId);
        await another.Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task EraseUserAsync_NamedInRowsOfOthers_IsReplacedThereByAService()
    {
        var person = await Person.CreateAsync(fixture);
        var other = await Person.CreateAsync(fixture, person.Workspace, "u-2");
        await NameAsync(other, person.UserId);

        var receipt = await fixture.PersonalData().EraseUserAsync(person.Service, person.UserId);

        receipt.Pseudonymized.Should().BeEquivalentTo(new Dictionary<string, long>
        {
            ["task_steps"] = 2,
            ["sessions"] = 1,
            ["session_commits"] = 1,
        });
        var theirs = string.Join('\n', await fixture.ExportUserAsync(other.Service, other.UserId));
        theirs.Should().NotContain($"\"{person.UserId}\"");
        System.Text.RegularExpressions.Regex.Count(theirs, $"\"erased:{receipt.Id}\"").Should().Be(6, "with the decisions that were set aside");
    }

    [Fact]
    public async Task EraseUserAsync_NamedInRowsOfOthers_ByThemselvesLeavesWhatIsOthers()
    {
        var person = await Person.CreateAsync(fixture);
        var other = await Person.CreateAsync(fixture, person.Workspace, "u-2");
        await NameAsync(other, person.UserId);
        var theirs = await fixture.ExportUserAsync(other.Service, other.UserId);

        var receipt = await fixture.PersonalData().EraseUserAsync(person.Scope, person.UserId);

        receipt.Pseudonymized.Should().BeEmpty();
        (await fixture.ExportUserAsync(other.Service, other.UserId))[1..].Should().Equal(theirs[1..]);
    }

    [Fact]
    public async Task EraseUserAsync_RunThatOthersReferTo_TakesAService()
    {
        var person = await Person.CreateAsync(fixture);
        var other = await Person.CreateAsync(fixture, person.Workspace, "u-2");
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.tool_runs SET run_id = '{person.RunId}' WHERE workspace_id = '{person.Workspace}' AND user_id = 'u-2'");

        var own = () => fixture.PersonalData().EraseUserAsync(person.Scope, person.UserId);

        (await own.Should().ThrowAsync<AccessDeniedException>()).Which.Operation.Should().Be("unlink");
        await fixture.PersonalData().EraseUserAsync(person.Service, person.UserId);
        (await fixture.CountRowsAsync(person.Workspace, "user_id = 'u-1'")).Should().BeEmpty();
        (await fixture.ExportUserAsync(other.Service, other.UserId))
            .Should().Contain(line => line.Contains("\"table\":\"tool_runs\"") && line.Contains("\"run_id\":null"));
    }

    [Fact]
    public async Task EraseUserAsync_FarMoreThanABatch_CountsEveryRow()
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertOneAsync(fixture, scope, turns: 3_500, toolRuns: 1_700);
        await LongSession.InsertAsync(fixture, scope, sessions: 50, turns: 30);
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            INSERT INTO agentkit.events (event_id, occurred_at, workspace_id, user_id, category, type)
            SELECT gen_random_uuid(), now(), '{scope.WorkspaceId}', '{scope.UserId}', 'hook', 't' FROM generate_series(1, 2500)
            """);
        var before = await fixture.CountRowsAsync(scope.WorkspaceId);

        var receipt = await fixture.PersonalData().EraseUserAsync(scope, scope.UserId!);

        receipt.Removed.Should().BeEquivalentTo(before);
        receipt.Removed.Should().Contain("turns", 5_000).And.Contain("events", 2_500).And.Contain("sessions", 51);
        (await fixture.CountRowsAsync(scope.WorkspaceId)).Should().BeEmpty();
    }

    /// <summary>What somebody changes at that moment is passed over once, and must not go uncounted with its session.</summary>
    [Fact]
    public async Task EraseSessionAsync_WhileARunIsRenewed_CountsIt()
    {
        var scope = AgentKitFixture.NewUser();
        var sessionId = (await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))).Id;
        for (var i = 0; i < 3; i++)
        {
            await fixture.Get<IRunStore>().StartAsync(scope, new NewRun(sessionId));
        }

        var before = await fixture.CountRowsAsync(scope.WorkspaceId);
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var renewing = await dataSource.OpenConnectionAsync();
        await using var transaction = await renewing.BeginTransactionAsync();
        await Sql.ScalarAsync<long>(renewing, $"""
            WITH renewed AS (
                UPDATE agentkit.runs SET heartbeat_at = now() WHERE workspace_id = '{scope.WorkspaceId}' RETURNING 1
            )
            SELECT count(*) FROM renewed
            """);

        var erasing = fixture.PersonalData().EraseSessionAsync(scope, sessionId);
        await Sql.WaitUntilBlockedByAsync(renewing, erasing);

        await transaction.CommitAsync();

        (await erasing).Removed.Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task EraseUserAsync_WhileWorkersCommit_EndsWithNothingLeftOfTheSession()
    {
        var scope = AgentKitFixture.NewUser();
        var sessionId = await LongSession.InsertOneAsync(fixture, scope, turns: 5_000);
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    await fixture.Sessions.AppendAsync(scope, sessionId, new() { Turns = [Turn.User("still here")] });
                }
            }
            catch (SessionNotFoundException)
            {
                // That is how they hear of it.
            }
        })).ToList();

        var receipt = await fixture.PersonalData().EraseSessionAsync(scope, sessionId);

        await Task.WhenAll(workers);
        await stop.CancelAsync();
        (await fixture.CountRowsAsync(scope.WorkspaceId)).Should().BeEmpty();
        receipt.Removed["turns"].Should().BeGreaterThanOrEqualTo(5_000);
        receipt.Removed["turns"].Should().Be(5_000 + receipt.Removed["session_commits"] - 1, "a commit brought one turn");
    }

    [Fact]
    public async Task EraseUserAsync_TwoAtOnce_ShareTheWorkAndCountEachRowOnce()
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertAsync(fixture, scope, sessions: 45, turns: 100);
        var before = await fixture.CountRowsAsync(scope.WorkspaceId);

        var receipts = await Task.WhenAll(
            fixture.PersonalData().EraseUserAsync(scope, scope.UserId!),
            fixture.PersonalData().EraseUserAsync(AgentScope.ForService(scope.WorkspaceId), scope.UserId!));

        receipts.SelectMany(receipt => receipt.Removed).GroupBy(table => table.Key).ToDictionary(table => table.Key, table => table.Sum(count => count.Value))
            .Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Erase_Arguments_AreChecked()
    {
        var data = fixture.PersonalData();
        var scope = AgentKitFixture.NewService();

        foreach (var userId in new[] { null, "", " ", "a\0", new string('u', 201) })
        {
            await data.Awaiting(d => d.EraseUserAsync(scope, userId!)).Should().ThrowAsync<ArgumentException>();
        }

        await data.Awaiting(d => d.EraseUserAsync(null!, "u")).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.EraseUserAsync(scope, "u", Guid.NewGuid())).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.EraseSessionAsync(scope, Guid.Empty)).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.EraseSessionAsync(null!, Guid.CreateVersion7())).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.EraseUserAsync(scope, "u", null, new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task NameAsync(Person other, string userId) => Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $$"""
        UPDATE agentkit.task_steps SET decided_by = '{{userId}}', earlier_decisions = '[{"decided_by": "{{userId}}"}, {"decided_by": "x"}]' WHERE workspace_id = '{{other.Workspace}}' AND user_id = '{{other.UserId}}';
        UPDATE agentkit.sessions SET assigned_to = '{{userId}}' WHERE workspace_id = '{{other.Workspace}}' AND user_id = '{{other.UserId}}';
        UPDATE agentkit.session_commits SET assigned_to = '{{userId}}' WHERE workspace_id = '{{other.Workspace}}' AND user_id = '{{other.UserId}}';
        """);
}
