using System.Text.Json;
using AgentKit.Quickstart.Loading;
using AgentKit.Quickstart.Reading;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class ConversationPlanTests
{
    private const string User = """{"role":"user","content":"12345678"}""";

    [Fact]
    public void For_ParallelCalls_GivesEachItsAnswerWhateverTheirOrder()
    {
        var plan = Plan(User, Calls("a", "b"), Answer("b"), Answer("a"), User);

        plan.Turns[1].Calls.Select(call => (call.Use.Id, call.Answer?.ToolUseId)).Should().Equal(("a", "a"), ("b", "b"));
        plan.Turns[1].Answers.Should().HaveCount(2);
        plan.Turns.Select(turn => turn.IsAnswer).Should().Equal(false, false, true, true, false);
    }

    [Fact]
    public void For_CallsWithTheSameId_GivesEachAnAnswerOfItsOwn()
    {
        var plan = Plan(Calls("a", "a"), Answer("a"), Answer("a"), Calls("a"), Answer("a"));

        plan.Calls.Should().HaveCount(3).And.OnlyContain(call => call.Answer != null);
    }

    [Fact]
    public void For_CallsWithoutAnAnswer_LeavesThemOpenAndNobodyWaits()
    {
        var plan = Plan(Calls("a", "b"), Answer("a"), User, Answer("b"), Answer("x"));

        plan.Turns[0].Calls.Select(call => call.Answer is null).Should().Equal(false, true);
        plan.Turns.Select(turn => turn.IsAnswer).Should().Equal(false, true, false, false, false);
    }

    [Fact]
    public void After_AllTurns_IsNothing()
    {
        var plan = Plan(User, User);

        plan.After(1).Should().BeSameAs(plan.Turns[1]);
        plan.After(2).Should().BeNull();
    }

    [Fact]
    public void For_AnAnswerWithUsage_TakesItAndItsPrice()
    {
        const string answer = """
            {"role":"assistant","content":"x","model":"gpt-4o-mini","usage":{"prompt_tokens":1000000,"completion_tokens":500000,
             "prompt_tokens_details":{"cached_tokens":400000},"completion_tokens_details":{"reasoning_tokens":3}}}
            """;

        var planned = Plan(User, answer).Turns[1];

        planned.IsEstimated.Should().BeFalse();
        planned.Turn.Model.Should().Be("gpt-4o-mini");
        planned.Turn.Usage.Should().Be(new Usage
        {
            InputTokens = 1_000_000,
            CachedInputTokens = 400_000,
            OutputTokens = 500_000,
            ReasoningTokens = 3,
            Cost = 0.42m,
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"usage\":null")]
    [InlineData(",\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1}")]
    [InlineData(",\"usage\":{\"prompt_tokens\":\"1\",\"completion_tokens\":1}")]
    public void For_AnAnswerWithoutUsage_EstimatesItFromCharacters(string usage)
    {
        var plan = Plan(User, User, $$"""{"role":"assistant","content":"123456789"{{usage}}}""");

        plan.Turns[2].IsEstimated.Should().BeTrue();
        plan.Turns[2].Turn.Usage.InputTokens.Should().Be(4);
        plan.Turns[2].Turn.Usage.OutputTokens.Should().Be(3);
        plan.Turns[1].Turn.Usage.Should().Be(Usage.None);
    }

    private static ConversationPlan Plan(params string[] messages) => ConversationPlan.For(
        new RecordedConversation("a.json", 1, [.. messages.Select(json => JsonElement.Parse(json))], new Dictionary<string, JsonElement>()),
        PriceTable.Default);

    private static string Calls(params string[] ids)
    {
        var calls = ids.Select(id => $$$"""{"id":"{{{id}}}","type":"function","function":{"name":"f","arguments":"{}"}}""");
        return $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', calls)}}]}""";
    }

    private static string Answer(string id) => $$"""{"role":"tool","tool_call_id":"{{id}}","content":"ok"}""";
}
