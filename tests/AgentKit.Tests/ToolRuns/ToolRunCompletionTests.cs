using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunCompletionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task SucceedAsync_Running_KeepsInputAndOutputVerbatim()
    {
        var wanted = new NewToolRun(await fixture.NewSessionAsync(_scope), ToolRunSamples.Tool, ToolRunSamples.Json(ToolRunSamples.Verbatim));
        await _log.StartAsync(_scope, wanted);

        var completed = await _log.SucceedAsync(_scope, wanted.Id, ToolRunSamples.Json(ToolRunSamples.Verbatim));

        completed.Status.Should().Be(ToolRunStatus.Succeeded);
        completed.Input.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        completed.Output!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        completed.Duration.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero);
        completed.Error.Should().BeNull();
    }

    [Fact]
    public async Task FailAsync_Running_KeepsTheErrorCutToItsLimit()
    {
        var run = await StartAsync();
        var message = new string('x', 3_999) + "🙂 and more";

        var failed = await _log.FailAsync(_scope, run.Id, new ToolError("timeout", message));

        failed.Status.Should().Be(ToolRunStatus.Failed);
        failed.Error.Should().Be(new ToolError("timeout", new string('x', 3_999)), "half an emoji is not stored");
        failed.Output.Should().BeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the user left")]
    public async Task CancelAsync_Running_KeepsTheReason(string? reason)
    {
        var run = await StartAsync();

        var canceled = await _log.CancelAsync(_scope, run.Id, reason);

        canceled.Status.Should().Be(ToolRunStatus.Canceled);
        canceled.Error.Should().Be(reason is null ? null : new ToolError("canceled", reason));
        canceled.CompletedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Completion_SameStatusAgain_ReturnsTheFirst()
    {
        var succeeded = await _log.SucceedAsync(_scope, (await StartAsync()).Id, ToolRunSamples.Json("1"));
        var failed = await _log.FailAsync(_scope, (await StartAsync()).Id, new ToolError("first"));
        var canceled = await _log.CancelAsync(_scope, (await StartAsync()).Id, "first");

        var succeededAgain = await _log.SucceedAsync(_scope, succeeded.Id, ToolRunSamples.Json("2"));
        var failedAgain = await _log.FailAsync(_scope, failed.Id, new ToolError("second"));
        var canceledAgain = await _log.CancelAsync(_scope, canceled.Id, "second");

        succeededAgain.Output!.Value.GetRawText().Should().Be("1");
        succeededAgain.CompletedAt.Should().Be(succeeded.CompletedAt);
        failedAgain.Error.Should().Be(new ToolError("first"));
        canceledAgain.Error!.Message.Should().Be("first");
    }

    [Fact]
    public async Task Completion_AnotherStatus_ThrowsAndChangesNothing()
    {
        var run = await StartAsync();
        await _log.CancelAsync(_scope, run.Id);

        var error = await _log.Awaiting(log => log.SucceedAsync(_scope, run.Id, ToolRunSamples.Json("1")))
            .Should().ThrowAsync<InvalidToolRunStateException>();
        await _log.Awaiting(log => log.FailAsync(_scope, run.Id, new ToolError("x"))).Should().ThrowAsync<InvalidToolRunStateException>();

        (error.Which.ToolRunId, error.Which.Status).Should().Be((run.Id, ToolRunStatus.Canceled));
        var read = await _log.GetAsync(_scope, run.Id);
        (read.Status, read.Output, read.Error).Should().Be((ToolRunStatus.Canceled, null, null));
    }

    [Fact]
    public async Task Completion_SixteenAtOnce_FirstWins()
    {
        var run = await StartAsync();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                return (i % 3) switch
                {
                    0 => await _log.SucceedAsync(_scope, run.Id, ToolRunSamples.Json($"{i}")),
                    1 => await _log.FailAsync(_scope, run.Id, new ToolError($"e{i}")),
                    _ => await _log.CancelAsync(_scope, run.Id, $"{i}"),
                };
            }
            catch (InvalidToolRunStateException)
            {
                return null;
            }
        }));

        var read = await _log.GetAsync(_scope, run.Id);
        var winners = attempts.OfType<ToolRun>().ToList();
        winners.Count.Should().BeInRange(5, 6, "of three kinds of completion, one kind succeeds");
        winners.Should().OnlyContain(winner =>
            winner.Status == read.Status
            && winner.CompletedAt == read.CompletedAt
            && winner.Error == read.Error
            && Raw(winner) == Raw(read));
    }

    [Fact]
    public async Task Completion_Pending_StartsNowUnlessItIsCanceled()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        async Task<Guid> PendAsync() => (await _log.StartAsync(_scope, ToolRunSamples.New(sessionId) with { IsPending = true })).Id;

        var succeeded = await _log.SucceedAsync(_scope, await PendAsync(), ToolRunSamples.Json("null"));
        var failed = await _log.FailAsync(_scope, await PendAsync(), new ToolError("x"));
        var canceled = await _log.CancelAsync(_scope, await PendAsync());

        (succeeded.Duration, failed.Duration).Should().Be((TimeSpan.Zero, TimeSpan.Zero));
        succeeded.Output!.Value.GetRawText().Should().Be("null");
        (canceled.StartedAt, canceled.Duration).Should().Be((null, null), "it never began");
    }

    [Fact]
    public async Task SucceedAsync_ClockBehindTheStart_EndsAtTheStart()
    {
        var run = await StartAsync();
        var late = new FixedTime(run.StartedAt!.Value.AddMinutes(-5));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(late));

        var completed = await provider.GetRequiredService<IToolRunLog>().SucceedAsync(_scope, run.Id, ToolRunSamples.Json("1"));

        completed.Duration.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task Completion_Unknown_ThrowsToolRunNotFound()
    {
        var id = Guid.CreateVersion7();

        var error = await _log.Awaiting(log => log.SucceedAsync(_scope, id, ToolRunSamples.Json("1"))).Should().ThrowAsync<ToolRunNotFoundException>();
        await _log.Awaiting(log => log.FailAsync(_scope, id, new ToolError("x"))).Should().ThrowAsync<ToolRunNotFoundException>();
        await _log.Awaiting(log => log.CancelAsync(_scope, id)).Should().ThrowAsync<ToolRunNotFoundException>();
        await _log.Awaiting(log => log.GetAsync(_scope, id)).Should().ThrowAsync<ToolRunNotFoundException>();

        error.Which.ToolRunId.Should().Be(id);
    }

    [Fact]
    public async Task Completion_ReplyLost_ReturnsTheResult()
    {
        await using var provider = fixture.CreateStutteringProvider();
        var log = provider.GetRequiredService<IToolRunLog>();

        (await log.SucceedAsync(_scope, (await StartAsync()).Id, ToolRunSamples.Json("1"))).Status.Should().Be(ToolRunStatus.Succeeded);
        (await log.FailAsync(_scope, (await StartAsync()).Id, new ToolError("x"))).Status.Should().Be(ToolRunStatus.Failed);
        (await log.CancelAsync(_scope, (await StartAsync()).Id)).Status.Should().Be(ToolRunStatus.Canceled);
    }

    private async Task<ToolRun> StartAsync() =>
        await _log.StartAsync(_scope, ToolRunSamples.New(await fixture.NewSessionAsync(_scope)));

    private static string? Raw(ToolRun run) => run.Output?.GetRawText();
}
