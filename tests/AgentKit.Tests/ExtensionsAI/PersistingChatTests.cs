using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

public sealed class PersistingChatTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly ScriptedChatClient _model = new();

    [Fact]
    public async Task GetResponseAsync_Exchange_IsOneCommitWithUsageAndModel()
    {
        var session = await NewSessionAsync();
        _model.Answers("It is on its way.");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { Cost = _ => 0.02m });

        var response = await chat.GetResponseAsync("Where is my order?");

        response.Text.Should().Be("It is on its way.");
        response.ConversationId.Should().Be(session.Id.ToString());
        var after = await fixture.Sessions.GetAsync(_scope, session.Id);
        after.Version.Should().Be(session.Version + 1);
        (after.TurnCount, after.InputTokens, after.OutputTokens, after.Cost).Should().Be((2, 10, 5, 0.02m));
        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => (turn.Role, turn.Text, turn.Model)).Should().Equal(
            (TurnRole.User, "Where is my order?", null), (TurnRole.Assistant, "It is on its way.", "scripted-1"));
        turns[1].Latency.Should().NotBeNull();
        turns[1].Metadata!["$ai"]!["basedOn"]!.GetValue<long>().Should().Be(session.Version);
    }

    [Fact]
    public async Task GetResponseAsync_Message_WasSaidBeforeTheModelWasAsked()
    {
        var session = await NewSessionAsync();
        DateTimeOffset asked = default;
        _model.Answers(_ =>
        {
            asked = DateTimeOffset.UtcNow;
            return ScriptedChatClient.Response(usage: null, new TextContent("Hello."));
        });
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);

        await chat.GetResponseAsync("Hi");

        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns[0].CreatedAt.Should().BeBefore(asked);
        turns[1].CreatedAt.Should().BeAfter(asked);
    }

    [Fact]
    public async Task GetResponseAsync_NextCall_IsSentTheHistory()
    {
        var session = await NewSessionAsync();
        _model.Answers("one").Answers("two");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);
        await chat.GetResponseAsync("first");

        await chat.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "second")], new() { ConversationId = session.Id.ToString(), Temperature = 0.5f });

        _model.Calls[1].Lines.Should().Equal("system: Be brief.", "user: first", "assistant: one", "user: second");
        _model.Calls[1].Options!.ConversationId.Should().BeNull("the history is in the messages");
        _model.Calls[1].Options!.Temperature.Should().Be(0.5f);
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("first", "one", "second", "two");
    }

    [Fact]
    public async Task GetResponseAsync_LongHistory_IsCutWhereNoCallIsSplit()
    {
        var session = await NewSessionAsync();
        await fixture.Sessions.AppendAsync(_scope, session.Id, new()
        {
            Turns =
            [
                Turn.User("old"),
                Turn.Assistant([new ToolUseBlock("c1", "f", System.Text.Json.JsonElement.Parse("{}"))]),
                Turn.Tool(new ToolResultBlock("c1", System.Text.Json.JsonElement.Parse("\"r\""))),
            ],
        });
        _model.Answers("a").Answers("b");

        await _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { HistoryTurns = 1 }).GetResponseAsync("new");
        await _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { HistoryTurns = 0 }).GetResponseAsync("newer");

        _model.Calls[0].Lines.Should().Equal("assistant: f(c1)", "tool: c1=r", "user: new");
        _model.Calls[1].Lines.Should().Equal("user: newer");
    }

    [Fact]
    public async Task GetResponseAsync_Reducer_ShortensWhatIsSentAndNotWhatIsStored()
    {
        var session = await NewSessionAsync();
        _model.Answers("one").Answers("two");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { Reducer = new ToolCallWindow(1) });
        await chat.GetResponseAsync("first");

        await chat.GetResponseAsync("second");

        _model.Calls[1].Lines.Should().Equal("assistant: one", "user: second");
        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(4);
    }

    /// <summary>What a function-calling client around this one does: calls, runs, sends the results alone under the conversation
    /// id.</summary>
    [Fact]
    public async Task GetResponseAsync_ResultsAlone_GoOnWithTheConversation()
    {
        var session = await NewSessionAsync();
        _model.Asks(new FunctionCallContent("c1", "find_order", new Dictionary<string, object?> { ["order"] = "A-1" })).Answers("Found.");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);

        var first = await chat.GetResponseAsync("find it");
        await chat.GetResponseAsync(
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "A-1: on its way")]), new() { ConversationId = first.ConversationId });

        _model.Calls[1].Lines.Should().Equal("user: find it", "assistant: find_order(c1)", "tool: c1=A-1: on its way");
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Role).Should().Equal(
            TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.Assistant);
    }

    [Fact]
    public async Task GetResponseAsync_CallThatWasNeverAnswered_DoesNotBlockTheConversation()
    {
        var session = await NewSessionAsync();
        _model.Asks(new FunctionCallContent("c1", "find_order")).Answers("Sorry.");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);
        await chat.GetResponseAsync("find it");

        await chat.GetResponseAsync("hello?");

        _model.Calls[1].Lines.Should().Equal(
            "user: find it", "assistant: find_order(c1)", $"tool: c1={PromptOrder.NoResult}", "user: hello?");
    }

    [Fact]
    public async Task GetResponseAsync_LoopInside_IsOneCommit()
    {
        var session = await NewSessionAsync();
        _model.Answers(_ => new ChatResponse(
        [
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "f")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "r")]),
            new(ChatRole.Assistant, "done"),
        ]));

        await _model.WithAgentKit(fixture.Services, _scope, session.Id).GetResponseAsync("go");

        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns.Should().HaveCount(4);
        turns.Select(turn => turn.Version).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task GetResponseAsync_TwoAtOnce_AreBothKept()
    {
        var session = await NewSessionAsync();
        var bothAsked = new TaskCompletionSource();
        var asked = 0;
        async Task<ChatResponse> AnswerAsync(ScriptedCall call, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                bothAsked.SetResult();
            }

            await bothAsked.Task;
            return ScriptedChatClient.Response(null, new TextContent("re: " + call.Messages[^1].Text));
        }

        _model.Does(AnswerAsync).Does(AnswerAsync);
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);

        await Task.WhenAll(chat.GetResponseAsync("a"), chat.GetResponseAsync("b"));

        var texts = (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).ToArray();
        texts.Should().BeEquivalentTo("a", "re: a", "b", "re: b");
        texts[1].Should().Be("re: " + texts[0]);
        (await fixture.Sessions.GetAsync(_scope, session.Id)).InputTokens.Should().Be(20);
    }

    [Fact]
    public async Task GetResponseAsync_StoreAlone_WorksWithoutServices()
    {
        var session = await NewSessionAsync();
        _model.Answers("hello");

        var chat = _model.WithAgentKit(fixture.Sessions, _scope, session.Id);
        await chat.GetResponseAsync("hi");
        chat.GetService<ScriptedChatClient>().Should().BeSameAs(_model);
        chat.Dispose();

        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(2);
        _model.IsDisposed.Should().BeTrue();
    }

    public void Dispose() => _model.Dispose();

    private Task<Session> NewSessionAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
