using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>However approvals come in and whoever resumes: one continuation of a turn at a time, and none that is forgotten.</summary>
public sealed class RunnerContinuationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private const int Rounds = 40;

    private readonly RunnerHost _host = RunnerHost.For(fixture);
    private readonly TaskCompletionSource _reached = new();
    private readonly TaskCompletionSource _release = new();

    private ITaskStore Tasks => _host.Get<ITaskStore>();

    [Fact]
    public async Task ResumeAsync_DecidedWhileAContinuationRuns_WaitsForItsEndAndGoesOn()
    {
        var (session, approvals) = await AskAsync(RunnerHost.Call("book", "c1", ("hour", "10")), RunnerHost.Call("sign", "c2"));
        _host.BeforeSigning = HangAsync;
        await ApproveAsync(approvals[1]);
        var first = _host.Runner.ResumeAsync(_host.Scope, session.Id);
        await _reached.Task;

        await ApproveAsync(approvals[0]);
        var second = await _host.Runner.ResumeAsync(_host.Scope, session.Id);
        _release.SetResult();
        var ended = await first;
        _host.Model.Answers("All done.");
        var third = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        second.Should().BeNull("another continuation of the turn is under way");
        (ended!.Outcome, third!.Outcome).Should().Be((AgentRunOutcome.WaitingForApproval, AgentRunOutcome.Completed));
        _host.Called.Should().Equal("sign", "book 10");
        _host.Model.Calls.Should().HaveCount(2);
        (await _host.LinesAsync(session.Id)).Should().Equal(
            "user: go", "assistant: book(c1) sign(c2)", "tool: c2=did sign", "tool: c1=did book 10", "assistant: all done.");
        (await _host.RunsAsync(session.Id)).Should().HaveCount(3).And.OnlyContain(run => run.Status == RunStatus.Completed);
        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("it is done");
    }

    [Fact]
    public async Task ResumeAsync_ByManyWhileOneApprovalFollowsTheOther_CallsEachToolAndTheModelOnce()
    {
        var random = new Random(7);
        for (var round = 1; round <= Rounds; round++)
        {
            var (session, approvals) = await AskAsync(
                RunnerHost.Call("book", "c1", ("hour", $"{round}")), RunnerHost.Call("pay", "c2"), RunnerHost.Call("sign", "c3"));
            _host.Model.Answers("All done.");
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));

            var resumed = Enumerable.Range(0, 4).Select(_ => ResumeUntilAnsweredAsync(session, stop)).ToArray();
            foreach (var approval in approvals.OrderBy(_ => random.Next()))
            {
                await ApproveAsync(approval);
                await Task.Delay(random.Next(0, 8));
            }

            await Task.WhenAll(resumed);

            resumed.Sum(answers => answers.Result).Should().Be(1, $"in round {round} one of them has the answer");
            _host.Model.Calls.Should().HaveCount(2 * round);
            _host.Called.Should().HaveCount(3 * round).And.ContainSingle(call => call == $"book {round}");
            var lines = await _host.LinesAsync(session.Id);
            lines.Take(2).Should().Equal("user: go", "assistant: book(c1) pay(c2) sign(c3)");
            lines.Skip(2).SkipLast(1).Should().OnlyContain(line => line.StartsWith("tool: "));
            lines.Skip(2).SkipLast(1).SelectMany(line => line["tool: ".Length..].Split(" c").Select(result => result.TrimStart('c')))
                .Should().BeEquivalentTo([$"1=did book {round}", "2=did pay", "3=did sign"], "each call has one result");
            lines[^1].Should().Be("assistant: all done.");
            (await _host.RunsAsync(session.Id)).Should().OnlyContain(run => run.Status == RunStatus.Completed);
        }
    }

    [Fact]
    public async Task ResumeAsync_TaskHeldByAnotherWorker_GoesOnOnceItIsGivenBack()
    {
        var (session, approvals) = await AskAsync(RunnerHost.Call("book", "c1", ("hour", "10")));
        await ApproveAsync(approvals[0]);
        var held = await Tasks.ClaimAsync(_host.Scope, new NewClaim("another", TimeSpan.FromMinutes(5)) { TaskId = approvals[0].Id });

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("another worker carries it out");
        await Tasks.ReleaseAsync(_host.Scope, held!.Lease);
        _host.Model.Answers("Booked.");

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id))!.Text.Should().Be("Booked.");
    }

    [Fact]
    public async Task ResumeAsync_TaskHeldWhileTheHostsClockIsAhead_BeginsNoRun()
    {
        await using var host = new RunnerHost(fixture, services: services =>
            services.AddSingleton<TimeProvider>(new FixedTime(DateTimeOffset.UtcNow.AddHours(1))));
        var (session, approvals) = await AskAsync(host, RunnerHost.Call("book", "c1", ("hour", "10")));
        var tasks = host.Get<ITaskStore>();
        await tasks.ApproveAsync(host.Scope, approvals[0].Id, 1);
        await tasks.ClaimAsync(host.Scope, new NewClaim("another", TimeSpan.FromMinutes(5)) { TaskId = approvals[0].Id });

        (await host.Runner.ResumeAsync(host.Scope, session.Id)).Should().BeNull("leases end by the clock of the database");

        (await host.RunsAsync(session.Id)).Should().ContainSingle();
        await host.ExpireLeasesAsync();
        host.Model.Answers("Booked.");
        (await host.Runner.ResumeAsync(host.Scope, session.Id))!.Text.Should().Be("Booked.");
    }

    [Fact]
    public async Task ResumeAsync_CanceledWhileAnApprovedToolRuns_GivesItsTaskBack()
    {
        var (session, approvals) = await AskAsync(RunnerHost.Call("sign", "c1"));
        await ApproveAsync(approvals[0]);
        using var stop = new CancellationTokenSource();
        _host.BeforeSigning = async token =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        await _host.Runner.Awaiting(runner => runner.ResumeAsync(_host.Scope, session.Id, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        _host.Model.Answers("It was called off.");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        result!.Text.Should().Be("It was called off.");
        _host.Called.Should().BeEmpty("it may have had its effect");
        (await Tasks.GetAsync(_host.Scope, approvals[0].Id)).Status.Should().Be(AgentTaskStatus.Failed);
    }

    [Fact]
    public async Task ResumeAsync_ApprovedToolThatTakesLong_HoldsItsTask()
    {
        await using var host = new RunnerHost(fixture, options => options.LeaseDuration = TimeSpan.FromSeconds(3));
        var (session, approvals) = await AskAsync(host, RunnerHost.Call("sign", "c1"));
        await host.Get<ITaskStore>().ApproveAsync(host.Scope, approvals[0].Id, 1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        host.BeforeSigning = async _ =>
        {
            var first = await LeaseAsync();
            while (await LeaseAsync() <= first)
            {
                await Task.Delay(100, patience.Token);
            }
        };
        host.Model.Answers("Signed.");

        var result = await host.Runner.ResumeAsync(host.Scope, session.Id);

        patience.IsCancellationRequested.Should().BeFalse("the lease is renewed while the tool runs");
        result!.Text.Should().Be("Signed.");
        (await host.Get<ITaskStore>().GetAsync(host.Scope, approvals[0].Id)).Status.Should().Be(AgentTaskStatus.Completed);

        async Task<DateTimeOffset> LeaseAsync() =>
            (await host.Get<ITaskStore>().GetAsync(host.Scope, approvals[0].Id)).LeaseExpiresAt!.Value;
    }

    [Fact]
    public async Task ResumeAsync_CallsOfTwoRuns_GoesOnFromOneAfterTheOther()
    {
        var (session, first) = await AskAsync(RunnerHost.Call("book", "c1", ("hour", "10")));
        _host.Model.Asks(RunnerHost.Call("book", "c1", ("hour", "11")));
        var second = await _host.Runner.RunAsync(_host.Scope, session.Id, "and again");
        await ApproveAsync(second.Approvals[0]);
        _host.Model.Answers("Eleven.").Answers("Ten.");

        var later = await _host.Runner.ResumeAsync(_host.Scope, session.Id);
        await ApproveAsync(first[0]);
        var earlier = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (later!.Text, later.Run.ParentRunId).Should().Be(("Eleven.", second.Run.Id), "nobody need decide about the first one for that");
        (earlier!.Text, earlier.Run.ParentRunId).Should().Be(("Ten.", first[0].RunId));
        _host.Called.Should().Equal("book 11", "book 10");
        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _host.DisposeAsync();
    }

    private Task<(Session Session, IReadOnlyList<AgentTask> Approvals)> AskAsync(params FunctionCallContent[] calls) => AskAsync(_host, calls);

    private static async Task<(Session Session, IReadOnlyList<AgentTask> Approvals)> AskAsync(RunnerHost host, params FunctionCallContent[] calls)
    {
        await host.AllowAsync(AutoExecuteLevel.Confirm);
        var session = await host.NewSessionAsync();
        host.Model.Asks(calls);
        var asked = await host.Runner.RunAsync(host.Scope, session.Id, "go");
        asked.Approvals.Should().HaveCount(calls.Length);
        return (session, asked.Approvals);
    }

    private Task<AgentTask> ApproveAsync(AgentTask task) => Tasks.ApproveAsync(_host.Scope, task.Id, 1);

    /// <summary>Resumes until somebody has the answer, and stops the others then.</summary>
    /// <returns>How many answers this one got.</returns>
    private async Task<int> ResumeUntilAnsweredAsync(Session session, CancellationTokenSource stop)
    {
        var answers = 0;
        while ((await _host.Get<ISessionStore>().GetTurnsAsync(_host.Scope, session.Id, cancellationToken: stop.Token))[^1].Text != "All done.")
        {
            var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id, stop.Token);
            answers += result?.Outcome == AgentRunOutcome.Completed ? 1 : 0;
        }

        return answers;
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _release.Task.WaitAsync(cancellationToken);
    }
}
