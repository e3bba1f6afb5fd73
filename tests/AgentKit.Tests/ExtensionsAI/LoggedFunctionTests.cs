using System.Text.Json;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

public sealed class LoggedFunctionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();

    [Fact]
    public async Task InvokeAsync_Function_IsLoggedWithArgumentsAndResult()
    {
        var sessionId = await NewSessionAsync();
        var function = AIFunctionFactory.Create((string order, int count) => $"{order}:{count}", "find_order", "Finds an order.")
            .WithToolRunLog(_log, _scope, sessionId);

        var result = await function.InvokeAsync(new() { ["order"] = "A-1\0", ["count"] = JsonElement.Parse("2") });

        result!.ToString().Should().Be("A-1\0:2");
        (function.Name, function.Description).Should().Be(("find_order", "Finds an order."));
        function.JsonSchema.GetRawText().Should().Contain("\"count\"");
        var run = await SingleAsync(sessionId);
        (run.ToolName, run.Status).Should().Be(("find_order", ToolRunStatus.Succeeded));
        run.Input.GetRawText().Should().Be("""{"order":"A-1\ufffd","count":2}""");
    }

    [Fact]
    public async Task InvokeAsync_FunctionThatThrows_IsLoggedAndThrows()
    {
        var sessionId = await NewSessionAsync();
        var function = AIFunctionFactory.Create(string () => throw new TimeoutException("too slow"), "slow")
            .WithToolRunLog(_log, _scope, sessionId);

        await function.Awaiting(f => f.InvokeAsync().AsTask()).Should().ThrowAsync<TimeoutException>();

        var run = await SingleAsync(sessionId);
        (run.Status, run.Error!.Message).Should().Be((ToolRunStatus.Failed, "too slow"));
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_IsLoggedAsCanceled()
    {
        var sessionId = await NewSessionAsync();
        using var stop = new CancellationTokenSource();
        var function = AIFunctionFactory.Create(
            async (CancellationToken token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            "stopped").WithToolRunLog(_log, _scope, sessionId);

        await function.Awaiting(f => f.InvokeAsync(cancellationToken: stop.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        (await SingleAsync(sessionId)).Status.Should().Be(ToolRunStatus.Canceled);
    }

    [Fact]
    public async Task InvokeAsync_StartThatCannotBeLogged_DoesNotRun()
    {
        var calls = 0;
        var function = AIFunctionFactory.Create(() => ++calls, "count").WithToolRunLog(_log, _scope, Guid.CreateVersion7());

        await function.Awaiting(f => f.InvokeAsync().AsTask()).Should().ThrowAsync<SessionNotFoundException>();

        calls.Should().Be(0);
    }

    [Fact]
    public async Task WithToolRunLog_FunctionThatRequiresApproval_StillDoes()
    {
        var function = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => 1, "pay"));

        var logged = function.WithToolRunLog(_log, _scope, await NewSessionAsync());

        logged.GetService<ApprovalRequiredAIFunction>().Should().BeSameAs(function);
    }

    private async Task<Guid> NewSessionAsync() => (await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent))).Id;

    private async Task<ToolRun> SingleAsync(Guid sessionId) =>
        (await _log.ListAsync(_scope, new() { SessionId = sessionId })).Items.Should().ContainSingle().Subject;
}
