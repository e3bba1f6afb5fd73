using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>What cannot be kept is refused before the model is called; what was paid for is kept.</summary>
public sealed class PersistingFailureTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly ScriptedChatClient _model = new();

    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    public async Task GetResponseAsync_MessageThatCannotBeStored_IsRefusedUnpaid(int character)
    {
        var session = await NewSessionAsync();

        await Chat(session).Awaiting(chat => chat.GetResponseAsync($"a{(char)character}b")).Should().ThrowAsync<ArgumentException>();

        _model.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponseAsync_RefusedAtOnce_IsUnpaid()
    {
        var session = await NewSessionAsync();
        var admin = AgentScope.ForAdmin(_scope.WorkspaceId, "u-2");
        var closed = await NewSessionAsync();
        await fixture.Sessions.CloseAsync(_scope, closed.Id);

        await Chat(session).Awaiting(chat => chat.GetResponseAsync(new string('x', 2_000_000))).Should().ThrowAsync<ArgumentException>();
        await Chat(session).Awaiting(chat => chat.GetResponseAsync([])).Should().ThrowAsync<ArgumentException>();
        await Chat(session).Awaiting(chat => chat.GetResponseAsync([new(ChatRole.System, "s")])).Should().ThrowAsync<ArgumentException>();
        await Chat(session).Awaiting(chat => chat.GetResponseAsync("a", new() { ConversationId = closed.Id.ToString() }))
            .Should().ThrowAsync<ArgumentException>();
        await Chat(closed).Awaiting(chat => chat.GetResponseAsync("a")).Should().ThrowAsync<InvalidSessionStateException>();
        await _model.WithAgentKit(fixture.Services, admin, session.Id).Awaiting(chat => chat.GetResponseAsync("a"))
            .Should().ThrowAsync<AccessDeniedException>();
        await _model.WithAgentKit(fixture.Services, AgentKitFixture.NewUser(), session.Id).Awaiting(chat => chat.GetResponseAsync("a"))
            .Should().ThrowAsync<SessionNotFoundException>();
        FluentActions.Invoking(() => _model.WithAgentKit(fixture.Services, _scope, Guid.Empty)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { HistoryTurns = 1_001 }))
            .Should().Throw<ArgumentOutOfRangeException>();

        _model.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponseAsync_ModelFails_LeavesNothing()
    {
        var session = await NewSessionAsync();
        _model.Throws(new HttpRequestException("429"));

        await Chat(session).Awaiting(chat => chat.GetResponseAsync("a")).Should().ThrowAsync<HttpRequestException>();

        (await fixture.Sessions.GetAsync(_scope, session.Id)).Version.Should().Be(session.Version);
    }

    [Fact]
    public async Task GetResponseAsync_CancelledOnceThereIsAReply_KeepsIt()
    {
        var session = await NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _model.Answers(_ =>
        {
            stop.Cancel();
            return ScriptedChatClient.Response(null, new TextContent("paid for"));
        });

        (await Chat(session).GetResponseAsync("a", cancellationToken: stop.Token)).Text.Should().Be("paid for");

        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(2);
    }

    [Fact]
    public async Task GetResponseAsync_ReplyThatCannotBeStoredWhole_IsKeptAsFarAsItCanBe()
    {
        using var log = new CapturedLog();
        await using var provider = fixture.CreateProvider(services: log.AddTo);
        var session = await NewSessionAsync();
        _model.Answers(_ => ScriptedChatClient.Response(
            null,
            new TextContent("nul \0 and half \ud83d"),
            new DataContent(new byte[1_500_000], "image/png"),
            new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["a"] = "x\0" }),
            new TextReasoningContent("r\0")));

        var response = await _model.WithAgentKit(provider, _scope, session.Id).GetResponseAsync("a");

        response.Text.Should().Be("nul \0 and half \ud83d", "the caller gets what the model said");
        var reply = (await fixture.Sessions.GetTurnsAsync(_scope, session.Id))[1];
        reply.Content[0].Should().Be(new TextBlock("nul \uFFFD and half \uFFFD"));
        reply.Content[1].Should().BeOfType<OtherBlock>().Which.Json.GetRawText().Should().Contain("ai.omitted").And.Contain("ai.data");
        reply.Content[2].Should().BeOfType<ToolUseBlock>().Which.Input.GetProperty("a").GetString().Should().Be("x\uFFFD");
        reply.Usage.InputTokens.Should().Be(10);
        log.Entries.Should().ContainSingle(entry => entry.Id.Id == 400);
    }

    [Fact]
    public async Task GetResponseAsync_CostThatThrowsOrIsNone_IsKeptAsZero()
    {
        using var log = new CapturedLog();
        await using var provider = fixture.CreateProvider(services: log.AddTo);
        var session = await NewSessionAsync();
        _model.Answers("a").Answers("b");

        await _model.WithAgentKit(provider, _scope, session.Id, new() { Cost = _ => throw new KeyNotFoundException() }).GetResponseAsync("1");
        await _model.WithAgentKit(provider, _scope, session.Id, new() { Cost = _ => -1 }).GetResponseAsync("2");

        (await fixture.Sessions.GetAsync(_scope, session.Id)).Cost.Should().Be(0);
        log.Entries.Count(entry => entry.Id.Id == 401).Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetResponseAsync_ConnectionCutAtTheCommit_IsCommittedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var session = await NewSessionAsync();
        _model.Answers(_ =>
        {
            proxy.Cut(1, beforeItArrives);
            return ScriptedChatClient.Response(null, new TextContent("paid for"));
        });

        await _model.WithAgentKit(provider, _scope, session.Id).GetResponseAsync("a");

        proxy.Cuts.Should().Be(1);
        var after = await fixture.Sessions.GetAsync(_scope, session.Id);
        (after.Version, after.TurnCount, after.InputTokens).Should().Be((session.Version + 1, 2, 10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetResponseAsync_DatabaseGoneAtTheCommit_HandsTheReplyOver(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientRetries = 0;
        });
        var session = await NewSessionAsync();
        _model.Answers(_ =>
        {
            proxy.Cut(1, beforeItArrives);
            return ScriptedChatClient.Response(null, new TextContent("paid for"));
        });

        var error = (await _model.WithAgentKit(provider, _scope, session.Id).Awaiting(chat => chat.GetResponseAsync("a"))
            .Should().ThrowAsync<ExchangeNotSavedException>()).Which;

        error.Response.Text.Should().Be("paid for");
        (error.IsRetryable, error.Category, error.SessionId).Should().Be((true, ErrorCategory.Unavailable, session.Id));
        error.Message.Should().Contain(session.Id.ToString()).And.NotContain("paid for");
        await fixture.Sessions.AppendAsync(_scope, session.Id, error.Commit);
        await fixture.Sessions.AppendAsync(_scope, session.Id, error.Commit);
        var after = await fixture.Sessions.GetAsync(_scope, session.Id);
        (after.Version, after.TurnCount).Should().Be((session.Version + 1, 2));
    }

    [Fact]
    public async Task GetResponseAsync_SessionClosedMeanwhile_HandsTheReplyOver()
    {
        var session = await NewSessionAsync();
        _model.Does(async (_, token) =>
        {
            await fixture.Sessions.CloseAsync(_scope, session.Id, cancellationToken: token);
            return ScriptedChatClient.Response(null, new TextContent("late"));
        });

        var error = (await Chat(session).Awaiting(chat => chat.GetResponseAsync("a")).Should().ThrowAsync<ExchangeNotSavedException>()).Which;

        (error.Response.Text, error.IsRetryable, error.Category).Should().Be(("late", false, ErrorCategory.InvalidState));
        error.InnerException.Should().BeOfType<InvalidSessionStateException>();
    }

    private PersistingChatClient Chat(Session session) => _model.WithAgentKit(fixture.Services, _scope, session.Id);

    public void Dispose() => _model.Dispose();

    private Task<Session> NewSessionAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
