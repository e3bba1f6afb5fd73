using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Runs;

public sealed class RunReadingTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task GetAndFind_NotThere_ThrowsOrIsNull()
    {
        var missing = Guid.CreateVersion7();

        await _runs.Awaiting(r => r.GetAsync(_scope, missing)).Should().ThrowAsync<RunNotFoundException>();
        (await _runs.FindAsync(_scope, missing)).Should().BeNull();
    }

    [Fact]
    public async Task ListAsync_EachFilter_HoldsWhatItSays()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var parent = await _runs.StartAsync(_scope, new NewRun(session.Id) { AgentType = "planner" });
        var child = await _runs.StartAsync(
            _scope, new NewRun(session.Id) { ParentRunId = parent.Id, AgentId = AgentKitFixture.PhasedAgent });
        var other = await fixture.NewRunAsync(_scope);
        var elsewhere = await _runs.StartAsync(_scope, new NewRun(other.SessionId) { ParentRunId = parent.Id });
        await _runs.CompleteAsync(_scope, child.Lease);

        (await ListAsync(new RunFilter())).Should().Equal(LatestFirst(elsewhere.Id, other.Id, child.Id, parent.Id));
        (await ListAsync(new RunFilter { SessionId = session.Id })).Should().Equal(LatestFirst(child.Id, parent.Id));
        (await ListAsync(new RunFilter { ParentRunId = parent.Id })).Should().Equal(LatestFirst(elsewhere.Id, child.Id));
        (await ListAsync(new RunFilter { ParentRunId = parent.Id, SessionId = session.Id })).Should().Equal(child.Id);
        (await ListAsync(new RunFilter { AgentId = AgentKitFixture.PhasedAgent })).Should().Equal(child.Id);
        (await ListAsync(new RunFilter { AgentType = "planner" })).Should().Equal(parent.Id);
        (await ListAsync(new RunFilter { Statuses = [RunStatus.Completed, RunStatus.Failed] })).Should().Equal(child.Id);
        (await ListAsync(new RunFilter { To = DateTimeOffset.UnixEpoch })).Should().BeEmpty();
        (await ListAsync(new RunFilter { From = DateTimeOffset.UtcNow.AddDays(1) })).Should().BeEmpty();
    }

    [Fact]
    public async Task ListAsync_ByPages_MissesAndRepeatsNothing()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var all = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            all.Add((await _runs.StartAsync(_scope, new NewRun(session.Id) { Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(i)) })).Id);
        }

        var read = new List<Guid>();
        var filter = new RunFilter { SessionId = session.Id, Limit = 3 };
        do
        {
            var page = await _runs.ListAsync(_scope, filter);
            read.AddRange(page.Items.Select(run => run.Id));
            filter = filter with { Cursor = page.Next };
        }
        while (filter.Cursor is not null);

        read.Should().Equal(Enumerable.Reverse(all));
    }

    [Fact]
    public async Task FindResumableAsync_ManyRuns_IsTheLatestThatSomethingCanGoOnFrom()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        (await _runs.FindResumableAsync(_scope, session.Id)).Should().BeNull();

        await StartAsync(new NewRun(session.Id)); // nothing to go on from
        (await _runs.FindResumableAsync(_scope, session.Id)).Should().BeNull();

        var completed = await StartAsync(new NewRun(session.Id) { ProviderSessionId = "p", AgentType = "builder" });
        (await _runs.FindResumableAsync(_scope, session.Id)).Should().BeNull("a worker holds it");
        await _runs.CompleteAsync(_scope, completed.Lease);
        (await _runs.FindResumableAsync(_scope, session.Id))!.Id.Should().Be(completed.Id);

        var abandoned = await StartAsync(new NewRun(session.Id) { Checkpoint = JsonElement.Parse("{}") });
        (await _runs.FindResumableAsync(_scope, session.Id))!.Id.Should().Be(completed.Id, "a worker holds the later one");
        await fixture.ExpireAsync(abandoned.Id);
        (await _runs.FindResumableAsync(_scope, session.Id))!.Id.Should().Be(abandoned.Id);

        var pending = await StartAsync(new NewRun(session.Id) { Checkpoint = JsonElement.Parse("{}"), IsPending = true });
        (await _runs.FindResumableAsync(_scope, session.Id))!.Id.Should().Be(pending.Id);
        (await _runs.FindResumableAsync(_scope, session.Id, "builder"))!.Id.Should().Be(completed.Id);
        (await _runs.FindResumableAsync(_scope, session.Id, "tester")).Should().BeNull();
        (await _runs.FindResumableAsync(AgentKitFixture.NewUser(), session.Id)).Should().BeNull();

        Task<Run> StartAsync(NewRun run) => _runs.StartAsync(_scope, run);
    }

    /// <summary>The order of lists is that of the ids; those of one millisecond are in any order.</summary>
    private static IEnumerable<Guid> LatestFirst(params Guid[] ids) => ids.OrderDescending();

    private async Task<IEnumerable<Guid>> ListAsync(RunFilter filter) => (await _runs.ListAsync(_scope, filter)).Items.Select(run => run.Id);
}
