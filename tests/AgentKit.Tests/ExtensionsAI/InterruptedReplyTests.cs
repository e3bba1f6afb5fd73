using System.Text.Json.Nodes;
using AgentKit.Extensions.AI;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>What is kept of a reply that did not come to its end, and what is only charged.</summary>
public sealed class InterruptedReplyTests
{
    private static readonly UsageContent Usage = new(new UsageDetails { InputTokenCount = 7, OutputTokenCount = 1 });

    [Fact]
    public void Of_NothingOrEmptyContents_IsNothing()
    {
        Of().Should().BeNull();
        Of(new TextContent("")).Should().BeNull();
        Of(new TextReasoningContent(""), new TextContent("")).Should().BeNull();
    }

    [Fact]
    public void Of_UsageAlone_IsChargedOnly()
    {
        var reply = Of(Usage, new TextContent(""))!;

        (reply.IsWorthKeeping, reply.Response.Usage!.InputTokenCount).Should().Be((false, 7));
    }

    [Fact]
    public void Of_ReasoningAlone_IsChargedOnly()
    {
        var unfinished = Of(new TextReasoningContent("a long thought"))!;
        var finished = Of(new TextReasoningContent("a long thought"), Signature("s"))!;

        (unfinished.IsWorthKeeping, finished.IsWorthKeeping).Should().Be((false, false), "providers refuse a turn without anything else");
        unfinished.Response.Usage!.OutputTokenCount.Should().BeGreaterThan(5, "it is estimated");
    }

    [Fact]
    public void Of_UnfinishedReasoningAfterText_IsLeftOutAndEstimated()
    {
        var reply = Of(
            new TextReasoningContent("first"), Signature("s"), new TextContent("one"), new TextReasoningContent(new string('x', 300)))!;

        reply.IsWorthKeeping.Should().BeTrue();
        var contents = reply.Response.Messages.Single().Contents;
        contents.Select(content => content.GetType()).Should().Equal(typeof(TextReasoningContent), typeof(TextContent));
        contents[0].As<TextReasoningContent>().ProtectedData.Should().Be("s");
        reply.Response.Usage!.OutputTokenCount.Should().BeGreaterThan(100);
    }

    [Fact]
    public void Of_FinishedReasoningThatNothingFollows_IsLeftOut()
    {
        var reply = Of(new TextContent("one"), new TextReasoningContent("then"), Signature("s"), new TextContent(""))!;

        reply.Response.Messages.Single().Contents.Should().ContainSingle().Which.As<TextContent>().Text.Should().Be("one");
    }

    [Fact]
    public void Of_CallAlone_IsKept() => Of(new FunctionCallContent("c1", "look"))!.IsWorthKeeping.Should().BeTrue();

    [Fact]
    public void Is_TurnWhoseMetadataAreTooLarge_IsKnownAllTheSame()
    {
        var runId = Guid.CreateVersion7();
        var metadata = new JsonObject { ["large"] = new string('x', 100_000), ["$ai"] = new JsonObject { ["interrupted"] = true } };
        var turn = RunTag.With(Turn.Assistant("one") with { Metadata = metadata }, runId);

        var fitted = StorableTurn.Fit(turn, new ContentLimits());

        fitted.Metadata!.ContainsKey("large").Should().BeFalse();
        (InterruptedReply.Is(fitted), RunTag.Of(fitted)).Should().Be((true, runId));
    }

    [Fact]
    public void Is_WholeReplyOrAPersonsTurn_IsNot()
    {
        var metadata = new JsonObject { ["$ai"] = new JsonObject { ["interrupted"] = true } };

        InterruptedReply.Is(Turn.Assistant("one")).Should().BeFalse();
        InterruptedReply.Is(Turn.Assistant("one") with { Metadata = new JsonObject { ["$ai"] = new JsonObject { ["interrupted"] = "x" } } })
            .Should().BeFalse();
        InterruptedReply.Is(Turn.User("one") with { Metadata = metadata }).Should().BeFalse();
    }

    private static TextReasoningContent Signature(string signature) => new("") { ProtectedData = signature };

    private static InterruptedReply? Of(params AIContent[] contents) =>
        InterruptedReply.Of([.. contents.Select(content => new ChatResponseUpdate(ChatRole.Assistant, [content]))], () => 10);
}
