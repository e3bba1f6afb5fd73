using System.Text;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class OrchestratorResultTests
{
    private static readonly OrchestratorResult Full = new()
    {
        Reply = "One \"moment\" 😀",
        ToolCalls =
        [
            new("c1", "find_order", JsonElement.Parse("""{"b":1.10,"a":10000000000000000000000000}""")),
            new("c2", "ping", JsonElement.Parse("{}")),
        ],
        NextPhase = "answering",
        HandOff = new("wants a person", "billing"),
    };

    [Fact]
    public void ToJson_ThenParse_IsTheSame()
    {
        OrchestratorResult.Parse(Full.ToJson()).Should().Be(Full);
        OrchestratorResult.Parse(Encoding.UTF8.GetBytes(Full.ToJson())).GetHashCode().Should().Be(Full.GetHashCode());
        Full.ToJson().Should().Contain("""{"id":"c1","name":"find_order","input":{"b":1.10,"a":10000000000000000000000000}}""");
    }

    [Fact]
    public void ToJson_NothingSet_NamesAllMembers() =>
        new OrchestratorResult().ToJson().Should().Be("""{"reply":null,"tool_calls":[],"next_phase":null,"hand_off":null}""");

    [Theory]
    [InlineData("""{"reply":"hi"}""")]
    [InlineData("""{"hand_off":false,"next_phase":null,"tool_calls":null,"x":1,"reply":"hi"}""")]
    [InlineData("```json\n{\"reply\":\"hi\"}\n```")]
    public void Parse_ReplyOnly_HasNothingElse(string json) =>
        OrchestratorResult.Parse(json).Should().Be(new OrchestratorResult { Reply = "hi" });

    [Fact]
    public void Parse_EmptyReply_IsAReply() =>
        OrchestratorResult.Parse("""{"reply":""}""").Reply.Should().BeEmpty();

    [Fact]
    public void Parse_ToolCallAsContentBlock_IsRead() =>
        OrchestratorResult.Parse("""{"tool_calls":[{"type":"tool_use","input":{"a":1},"name":"f","id":"1","why":2}]}""")
            .ToolCalls.Should().Equal(new ToolUseBlock("1", "f", JsonElement.Parse("""{"a":1}""")));

    [Fact]
    public void Parse_HandOffWithoutAddressee_LeavesItToTheHost() =>
        OrchestratorResult.Parse("""{"hand_off":{"reason":"angry"}}""").HandOff.Should().Be(new HandOffRequest("angry"));

    [Theory]
    [InlineData("s3cret", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "none of reply, tool_calls, next_phase and hand_off")]
    [InlineData("""{"answer":"s3cret"}""", "none of")]
    [InlineData("""{"reply":["s3cret"]}""", "'reply' is not a text but an array")]
    [InlineData("""{"reply":"s3cret\udc00"}""", "unpaired surrogate")]
    [InlineData("""{"tool_calls":{"id":"s3cret"}}""", "'tool_calls' is not an array but an object")]
    [InlineData("""{"tool_calls":["s3cret"]}""", "'tool_calls[0]' is not an object but a text")]
    [InlineData("""{"tool_calls":[{"name":"s3cret","input":{}}]}""", "'tool_calls[0].id' is missing")]
    [InlineData("""{"tool_calls":[{"id":7,"name":"s3cret","input":{}}]}""", "'tool_calls[0].id' is not a text but a number")]
    [InlineData("""{"tool_calls":[{"id":"1","name":" ","input":{}}]}""", "'tool_calls[0].name' is empty")]
    [InlineData("""{"tool_calls":[{"id":"1","name":"s3cret"}]}""", "'tool_calls[0].input' is missing")]
    [InlineData("""{"tool_calls":[{"id":"1","name":"f","input":"s3cret"}]}""", "'tool_calls[0].input' is not an object but a text")]
    [InlineData("""{"tool_calls":[{"id":"1","name":"f","input":{"x":"\u0000"}}]}""", "U+0000")]
    [InlineData("""{"next_phase":7}""", "'next_phase' is not a text but a number")]
    [InlineData("""{"next_phase":""}""", "'next_phase' is empty")]
    [InlineData("""{"hand_off":true}""", "'hand_off' is not an object but true or false")]
    [InlineData("""{"hand_off":"s3cret"}""", "'hand_off' is not an object but a text")]
    [InlineData("""{"hand_off":{}}""", "'hand_off.reason' is missing")]
    [InlineData("""{"hand_off":{"reason":"s3cret","to":1}}""", "'hand_off.to' is not a text but a number")]
    public void Parse_BadReply_SaysWhatIsWrongWithoutQuotingIt(string json, string says)
    {
        var parse = () => OrchestratorResult.Parse(json);

        var error = parse.Should().Throw<ModelResponseException>().Which;
        error.Expected.Should().Be("orchestrator result");
        error.IsRetryable.Should().BeTrue();
        error.Reason.Should().Contain(says);
        error.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void Equals_OneMemberChanged_IsDifferent()
    {
        OrchestratorResult[] changed =
        [
            Full with { Reply = null },
            Full with { ToolCalls = [Full.ToolCalls[0]] },
            Full with { NextPhase = "other" },
            Full with { HandOff = new("wants a person") },
        ];

        changed.Should().NotContain(Full);
    }
}
