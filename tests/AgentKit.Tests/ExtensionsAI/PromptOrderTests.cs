using AgentKit.Extensions.AI;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>Every history becomes one that providers accept.</summary>
public class PromptOrderTests
{
    private static readonly ChatMessage User = new(ChatRole.User, "u");

    [Fact]
    public void Arrange_HistoryInOrder_IsTheSameMessages()
    {
        ChatMessage[] messages = [new(ChatRole.System, "s"), User, Calls("c1", "c2"), Results("c1", "c2"), new(ChatRole.Assistant, "a"), User];

        PromptOrder.Arrange(messages).Should().Equal(messages, ReferenceEquals);
    }

    [Fact]
    public void Arrange_CallWithoutAResult_GetsOneThatSaysSo() =>
        Lines(Calls("c1", "c2"), Results("c2"), User).Should().Equal(
            "assistant: f(c1) f(c2)", $"tool: c1={PromptOrder.NoResult}", "tool: c2=result", "user: u");

    [Fact]
    public void Arrange_ExchangeInBetween_MovesTheResultToItsCall() =>
        Lines(Calls("c1"), User, Calls("c2"), Results("c2"), Results("c1"), new(ChatRole.Assistant, "a")).Should().Equal(
            "assistant: f(c1)", "tool: c1=result", "user: u", "assistant: f(c2)", "tool: c2=result", "assistant: a");

    [Fact]
    public void Arrange_ResultWithoutACall_IsLeftOut() =>
        Lines(Results("lost"), User, new(ChatRole.Tool, [new FunctionResultContent("lost", 1), new TextContent("text")])).Should().Equal(
            "user: u", "tool: text");

    [Fact]
    public void Arrange_IdsThatAreUsedAgain_BelongToTheLatestCall() =>
        Lines(Calls("c1"), User, Calls("c1"), Results("c1")).Should().Equal(
            "assistant: f(c1)", $"tool: c1={PromptOrder.NoResult}", "user: u", "assistant: f(c1)", "tool: c1=result");

    [Fact]
    public void Arrange_InformationalCall_NeedsNoResult() =>
        Lines(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "f") { InformationalOnly = true }])).Should().Equal(
            "assistant: f(c1)");

    [Fact]
    public void Arrange_ApprovalNobodyDecided_IsACallThatWasNotMade() =>
        Lines(Request("c1"), User).Should().Equal("assistant: f(c1)", $"tool: c1={PromptOrder.NotDecided}", "user: u");

    [Fact]
    public void Arrange_ApprovalThatWasCarriedOut_IsItsCall() =>
        Lines(Request("c1"), Decision("c1"), Results("c1")).Should().Equal("assistant: f(c1)", "tool: c1=result");

    [Fact]
    public void Arrange_ApprovalWhoseCallFollowed_IsLeftOut() =>
        Lines(Request("c1"), Decision("c1"), Calls("c1"), Results("c1")).Should().Equal("assistant: f(c1)", "tool: c1=result");

    [Fact]
    public void Arrange_ApprovalThatWasJustDecided_IsLeftForWhoeverCarriesItOut() =>
        Lines(Request("c1"), Decision("c1")).Should().Equal("assistant: ToolApprovalRequestContent", "user: ToolApprovalResponseContent");

    [Fact]
    public void Arrange_RandomHistories_AnswerEveryCallDirectly()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var messages = Enumerable.Range(0, random.Next(20)).Select(_ => random.Next(3) switch
            {
                0 => Calls([.. Enumerable.Range(0, random.Next(1, 3)).Select(i => $"c{random.Next(3)}{i}")]),
                1 => Results([.. Enumerable.Range(0, random.Next(1, 3)).Select(i => $"c{random.Next(3)}{i}")]),
                _ => User,
            }).ToArray();

            var ordered = PromptOrder.Arrange(messages);

            List<string> open = [];
            foreach (var message in ordered)
            {
                var results = message.Contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToArray();
                results.Should().BeSubsetOf(open, "seed {0}", seed);
                open.RemoveAll(results.Contains);
                if (results.Length == 0)
                {
                    open.Should().BeEmpty("seed {0}", seed);
                }

                open.AddRange(message.Contents.OfType<FunctionCallContent>().Select(call => call.CallId));
            }

            open.Should().BeEmpty("seed {0}", seed);
            ordered.Count(message => message == User).Should().Be(messages.Count(message => message == User));
        }
    }

    private static IReadOnlyList<string> Lines(params ChatMessage[] messages) => new ScriptedCall(PromptOrder.Arrange(messages), null).Lines;

    private static ChatMessage Calls(params string[] ids) => new(ChatRole.Assistant, [.. ids.Select(id => new FunctionCallContent(id, "f"))]);

    private static ChatMessage Results(params string[] ids) => new(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, "result"))]);

    private static ChatMessage Request(string id) =>
        new(ChatRole.Assistant, [new ToolApprovalRequestContent("r" + id, new FunctionCallContent(id, "f"))]);

    private static ChatMessage Decision(string id) =>
        new(ChatRole.User, [new ToolApprovalResponseContent("r" + id, true, new FunctionCallContent(id, "f"))]);
}
