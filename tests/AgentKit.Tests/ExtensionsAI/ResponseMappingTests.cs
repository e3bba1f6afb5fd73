using AgentKit.Extensions.AI;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

public class ResponseMappingTests
{
    [Fact]
    public void ToTurns_Response_SaysModelUsageAndEnd()
    {
        var response = new ChatResponse([new(ChatRole.Assistant, "one"), new(ChatRole.Tool, "two"), new(ChatRole.Assistant, "three")])
        {
            ModelId = "a-model",
            ResponseId = "r-1",
            FinishReason = ChatFinishReason.Length,
            CreatedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            Usage = new() { InputTokenCount = 10, OutputTokenCount = 5, TotalTokenCount = 15, CachedInputTokenCount = 4, ReasoningTokenCount = 2 },
        };

        var turns = response.ToTurns(cost: 0.25m);

        turns.Select(turn => turn.Text).Should().Equal("one", "two", "three");
        turns.Select(turn => turn.Model).Should().Equal("a-model", null, "a-model");
        turns.Select(turn => turn.Usage.InputTokens).Should().Equal(0, 0, 10);
        turns[2].Usage.Should().Be(new Usage { InputTokens = 10, OutputTokens = 5, CachedInputTokens = 4, ReasoningTokens = 2, Cost = 0.25m });
        turns[2].CreatedAt.Should().Be(response.CreatedAt);
        turns[2].Metadata!.ToJsonString().Should().Be("""{"$ai":{"responseId":"r-1","finishReason":"length"}}""");
    }

    [Fact]
    public void ToTurns_ResponseWithoutAnAnswer_HasAPlaceForItsUsage()
    {
        var turns = new ChatResponse { Usage = new() { InputTokenCount = 7 } }.ToTurns();

        turns.Should().ContainSingle().Which.Usage.InputTokens.Should().Be(7);
        turns[0].ToChatMessage().Contents.Should().BeEmpty();
    }

    [Fact]
    public void ToTurns_CountsOfAProvidersOwn_AreKept()
    {
        var usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 2, TotalTokenCount = 9, AdditionalCounts = new() { ["audio"] = 6 } };

        var turn = new ChatResponse(new ChatMessage(ChatRole.Assistant, "a")) { Usage = usage }.ToTurns()[0];

        turn.Metadata!["$ai"]!["usage"]!.ToJsonString().Should().Be("""{"totalTokenCount":9,"additionalCounts":{"audio":6}}""");
    }

    [Theory]
    [InlineData(null, null, 30L, 30, 0)]
    [InlineData(null, 5L, 30L, 0, 5)]
    [InlineData(-4L, long.MaxValue, null, 0, Usage.MaxTokens)]
    [InlineData(null, null, null, 0, 0)]
    public void ToUsage_WhateverAProviderSays_CanBeKept(long? input, long? output, long? total, long expectedInput, long expectedOutput)
    {
        var usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = total }.ToUsage();

        (usage.InputTokens, usage.OutputTokens).Should().Be((expectedInput, expectedOutput));
    }

    [Fact]
    public void ToUsageDetails_Usage_ComesBackEqual()
    {
        var usage = new Usage { InputTokens = 1, OutputTokens = 2, CachedInputTokens = 3, ReasoningTokens = 4 };

        usage.ToUsageDetails().ToUsage().Should().Be(usage);
        usage.ToUsageDetails().TotalTokenCount.Should().Be(3);
    }
}
