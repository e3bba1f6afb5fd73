using System.Runtime.CompilerServices;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunRunningFailureTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task RunAsync_ToolThrows_ThrowsTheSameExceptionAndLogsIt()
    {
        var failure = new ToolFailedException(ToolRunSamples.Tool, "no such order", isRetryable: true);

        var (thrown, run) = await RunAsync(_ => ThrowLaterAsync(failure));

        thrown.Should().BeSameAs(failure);
        thrown.StackTrace.Should().Contain(nameof(ThrowLaterAsync));
        run.Status.Should().Be(ToolRunStatus.Failed);
        run.Error.Should().Be(new ToolError("AgentKit.ToolFailedException", failure.Message));
    }

    [Fact]
    public async Task RunAsync_ToolThrowsBeforeItReturnsATask_IsLoggedToo()
    {
        var failure = new InvalidOperationException("at once");

        var (thrown, run) = await RunAsync(_ => throw failure);
        Task<int>? none = null;
        var (noTask, runWithoutTask) = await RunAsync(_ => none!);

        thrown.Should().BeSameAs(failure);
        run.Error.Should().Be(new ToolError("System.InvalidOperationException", "at once"));
        noTask.Should().BeOfType<NullReferenceException>();
        runWithoutTask.Status.Should().Be(ToolRunStatus.Failed);
    }

    [Fact]
    public async Task RunAsync_CallerCancels_IsCanceledAndLogged()
    {
        using var cancellation = new CancellationTokenSource();

        var (thrown, run) = await RunAsync(
            async token =>
            {
                token.Should().Be(cancellation.Token);
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            cancellation.Token);

        thrown.Should().BeAssignableTo<OperationCanceledException>();
        (run.Status, run.Error).Should().Be((ToolRunStatus.Canceled, null));
        run.CompletedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task RunAsync_CallerCancelsButTheToolEnds_IsLoggedByItsEnd()
    {
        using var cancellation = new CancellationTokenSource();
        var sessionId = await fixture.NewSessionAsync(_scope);

        var result = await _log.RunAsync(
            _scope,
            sessionId,
            "t",
            1,
            async _ =>
            {
                await cancellation.CancelAsync();
                return 17;
            },
            cancellation.Token);

        result.Should().Be(17);
        (await SingleAsync(sessionId)).Status.Should().Be(ToolRunStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_ToolsOwnTimeout_IsAFailure()
    {
        var (thrown, run) = await RunAsync(_ => Task.FromException<int>(new TaskCanceledException("timed out")));

        thrown.Should().BeOfType<TaskCanceledException>();
        run.Error.Should().Be(new ToolError("System.Threading.Tasks.TaskCanceledException", "timed out"));
    }

    [Fact]
    public async Task RunAsync_MessageThatCannotBeStored_IsMadeToFit()
    {
        // Not in an attribute, whose texts are UTF-8.
        const string message = "\0 \ud800 🙂 \udc00";

        var (thrown, run) = await RunAsync(_ => throw new InvalidOperationException(message));

        thrown.Message.Should().Be(message);
        run.Error!.Message.Should().Be("\uFFFD \uFFFD 🙂 \uFFFD");
    }

    [Fact]
    public async Task RunAsync_LongTypeAndMessage_AreCut()
    {
        var failure = new GenericException<Dictionary<string, Dictionary<string, Dictionary<string, List<int>>>>>(new string('x', 10_000));

        var (_, run) = await RunAsync(_ => throw failure);

        run.Error!.Type.Should().HaveLength(200).And.StartWith("AgentKit.Tests");
        run.Error.Message.Should().HaveLength(4_000);
    }

    [Fact]
    public async Task RunAsync_MessageThatThrows_StillThrowsTheToolsException()
    {
        using var captured = new CapturedLog();
        await using var provider = fixture.CreateProvider(services: captured.AddTo);
        var failure = new SpitefulException();

        var thrown = await Record.ExceptionAsync(() => provider.GetRequiredService<IToolRunLog>().RunAsync<int, int>(
            _scope, fixture.NewSessionAsync(_scope).GetAwaiter().GetResult(), "t", 1, _ => throw failure));

        thrown.Should().BeSameAs(failure);
        captured.Entries.Should().Contain(entry => entry.Id.Id == 200);
    }

    [Fact]
    public async Task RunAsync_UnknownSession_DoesNotCallTheTool()
    {
        var called = false;

        await _log.Awaiting(log => log.RunAsync(_scope, Guid.CreateVersion7(), "t", 1, _ => Task.FromResult(called = true)))
            .Should().ThrowAsync<SessionNotFoundException>();

        called.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_InputThatDoesNotSerialize_DoesNotCallTheTool()
    {
        var called = false;
        var sessionId = await fixture.NewSessionAsync(_scope);
        Task<bool> ToolAsync(CancellationToken cancellationToken) => Task.FromResult(called = true);

        await _log.Awaiting(log => log.RunAsync(_scope, sessionId, "t", (Action)(() => { }), ToolAsync)).Should().ThrowAsync<ArgumentException>();
        await _log.Awaiting(log => log.RunAsync(_scope, sessionId, "t", "\0", ToolAsync)).Should().ThrowAsync<ArgumentException>();

        called.Should().BeFalse();
        (await _log.ListAsync(_scope, new() { SessionId = sessionId })).Items.Should().BeEmpty();
    }

    private async Task<(Exception Thrown, ToolRun Run)> RunAsync(
        Func<CancellationToken, Task<int>> tool, CancellationToken cancellationToken = default)
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var thrown = await Record.ExceptionAsync(() => _log.RunAsync(_scope, sessionId, ToolRunSamples.Tool, 1, tool, cancellationToken));
        thrown.Should().NotBeNull();
        return (thrown!, await SingleAsync(sessionId));
    }

    private async Task<ToolRun> SingleAsync(Guid sessionId) =>
        (await _log.ListAsync(_scope, new() { SessionId = sessionId })).Items.Should().ContainSingle().Subject;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> ThrowLaterAsync(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }

    private sealed class GenericException<T>(string message) : Exception(message)
    {
        public T? Value { get; }
    }

    private sealed class SpitefulException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message for you");
    }
}
