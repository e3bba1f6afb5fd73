using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

public sealed class PersistingStreamTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly ScriptedChatClient _model = new();

    [Fact]
    public async Task GetStreamingResponseAsync_ToItsEnd_IsOneCommit()
    {
        var session = await NewSessionAsync();
        _model.Answers("It is on its way.");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);

        var updates = await ToListAsync(chat.GetStreamingResponseAsync("Where?"));

        updates.ToChatResponse().Text.Should().Be("It is on its way.");
        updates.Should().OnlyContain(update => update.ConversationId == session.Id.ToString());
        var after = await fixture.Sessions.GetAsync(_scope, session.Id);
        (after.Version, after.TurnCount, after.InputTokens, after.OutputTokens).Should().Be((session.Version + 1, 2, 10, 5));
        var reply = (await fixture.Sessions.GetTurnsAsync(_scope, session.Id))[1];
        (reply.Text, reply.Model).Should().Be(("It is on its way.", "scripted-1"));
        reply.Metadata!["$ai"]!["interrupted"].Should().BeNull();
    }

    [Fact]
    public async Task GetStreamingResponseAsync_UpdatesThatTheReaderChanges_AreStoredAsTheyCame()
    {
        var session = await NewSessionAsync();
        _model.Answers("one two");

        await foreach (var update in _model.WithAgentKit(fixture.Services, _scope, session.Id).GetStreamingResponseAsync("go"))
        {
            update.Contents = [];
            update.ModelId = "changed";
        }

        var reply = (await fixture.Sessions.GetTurnsAsync(_scope, session.Id))[1];
        (reply.Text, reply.Model).Should().Be(("one two", "scripted-1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetStreamingResponseAsync_Cancelled_KeepsWhatWasReceived(bool keep)
    {
        var session = await NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _model.Answers("one two three");
        _model.BeforeUpdate = async (number, _) =>
        {
            if (number == 2)
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            }
        };
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { KeepInterrupted = keep });

        await FluentActions.Awaiting(() => ToListAsync(chat.GetStreamingResponseAsync("go", cancellationToken: stop.Token)))
            .Should().ThrowAsync<OperationCanceledException>();

        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => turn.Text).Should().Equal(keep ? ["go", "one two"] : []);
        if (keep)
        {
            turns[1].Metadata!["$ai"]!["interrupted"]!.GetValue<bool>().Should().BeTrue();
        }
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ReaderGoesAway_KeepsWhatWasReceived()
    {
        var session = await NewSessionAsync();
        _model.Answers("one two three");

        await foreach (var update in _model.WithAgentKit(fixture.Services, _scope, session.Id).GetStreamingResponseAsync("go"))
        {
            if (update.Text.Contains("two"))
            {
                break;
            }
        }

        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("go", "one two");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetStreamingResponseAsync_ModelBreaksOff_KeepsWhatWasReceived(bool keep)
    {
        var session = await NewSessionAsync();
        _model.Answers("one two three").Answers("again");
        _model.BeforeUpdate = (number, _) => number == 2 ? throw new HttpRequestException("gone") : Task.CompletedTask;
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id, new() { KeepInterrupted = keep });

        await FluentActions.Awaiting(() => ToListAsync(chat.GetStreamingResponseAsync("go"))).Should().ThrowAsync<HttpRequestException>();

        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => turn.Text).Should().Equal(keep ? ["go", "one two"] : []);
        if (keep)
        {
            turns[1].Metadata!["$ai"]!["interrupted"]!.GetValue<bool>().Should().BeTrue();
        }

        var after = await fixture.Sessions.GetAsync(_scope, session.Id);
        after.InputTokens.Should().BePositive("it was paid for");
        after.OutputTokens.Should().BePositive();
        _model.BeforeUpdate = null;
        await ToListAsync(chat.GetStreamingResponseAsync("go on"));
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().EndWith(["go on", "again"]);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ModelFailsBeforeItsFirstWord_LeavesNothing()
    {
        var session = await NewSessionAsync();
        _model.Answers("one two three");
        _model.BeforeUpdate = (_, _) => throw new HttpRequestException("gone");
        using var chat = _model.WithAgentKit(fixture.Services, _scope, session.Id);

        await FluentActions.Awaiting(() => ToListAsync(chat.GetStreamingResponseAsync("go"))).Should().ThrowAsync<HttpRequestException>();

        (await fixture.Sessions.GetAsync(_scope, session.Id)).Version.Should().Be(session.Version);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CancelledBeforeAnything_LeavesNothing()
    {
        var session = await NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _model.Does(async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new ChatResponse();
        });

        await FluentActions.Awaiting(() => ToListAsync(
                _model.WithAgentKit(fixture.Services, _scope, session.Id).GetStreamingResponseAsync("go", cancellationToken: stop.Token)))
            .Should().ThrowAsync<OperationCanceledException>();

        (await fixture.Sessions.GetAsync(_scope, session.Id)).Version.Should().Be(session.Version);
    }

    private static async Task<List<ChatResponseUpdate>> ToListAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        List<ChatResponseUpdate> list = [];
        await foreach (var update in updates)
        {
            list.Add(update);
        }

        return list;
    }

    public void Dispose() => _model.Dispose();

    private Task<Session> NewSessionAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
