using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Quickstart.OpenAi;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class OpenAiMessageTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    public static TheoryData<string> OddCalls => new(OpenAiMessages.OddCalls);

    public static TheoryData<string> Arguments => new(OpenAiMessages.Arguments);

    [Theory]
    [MemberData(nameof(Arguments))]
    public void ToTurn_OfAToolCall_IsAToolUseWhateverItsArgumentsAre(string arguments) =>
        OpenAiMessage.ToTurn(Call(arguments)).Content.Should().ContainSingle().Which.Should().BeOfType<ToolUseBlock>()
            .Which.Should().Match<ToolUseBlock>(use => use.Id == "call_1" && use.Name == "find_order");

    [Fact]
    public void ToTurn_WithArgumentsThatAreAnObject_HasTheObjectAsInput()
    {
        var use = (ToolUseBlock)OpenAiMessage.ToTurn(Call("{\"id\": 1.50}")).Content[0];

        use.Input.GetRawText().Should().Be("{\"id\": 1.50}");
    }

    [Theory]
    [MemberData(nameof(OddCalls))]
    public void ToTurn_WithCallsOfAnotherKind_KeepsThemAsAField(string calls)
    {
        var message = JsonElement.Parse($$"""{"role":"assistant","content":"x","tool_calls":{{calls}}}""");

        var turn = OpenAiMessage.ToTurn(message);

        turn.Content.Should().Equal(new TextBlock("x"));
        turn.Metadata!["fields"]!["tool_calls"]!.ToJsonString().Should().Be(JsonNode.Parse(calls)!.ToJsonString());
    }

    [Fact]
    public void ToTurn_OfParallelCallsWithText_HasTextThenCallsInOrder()
    {
        var turn = OpenAiMessage.ToTurn(JsonElement.Parse(
            """
            {"role":"assistant","content":"One moment.","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{}"},"index":0},
              {"id":"b","type":"function","function":{"name":"f","arguments":"{}"},"index":1}]}
            """));

        turn.Content.Select(block => block.GetType()).Should().Equal(typeof(TextBlock), typeof(ToolUseBlock), typeof(ToolUseBlock));
        turn.Content.OfType<ToolUseBlock>().Select(use => use.Id).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData("Error: no such order", true)]
    [InlineData("No errors.", false)]
    public void ToTurn_OfAToolResult_TellsFailures(string content, bool isError)
    {
        var message = new JsonObject { ["role"] = "tool", ["tool_call_id"] = "c", ["name"] = "find_order", ["content"] = content };

        var turn = OpenAiMessage.ToTurn(JsonSerializer.SerializeToElement(message));

        turn.Should().Match<Turn>(it => it.Role == TurnRole.Tool && it.Author == "find_order");
        turn.Content.Should().ContainSingle().Which.Should().BeOfType<ToolResultBlock>().Which.IsError.Should().Be(isError);
    }

    [Fact]
    public async Task ToTurn_OfAnything_IsATurnThatTheDatabaseGivesBackAsItWas()
    {
        var scope = AgentKitFixture.NewService();
        List<JsonElement> messages =
        [
            .. OpenAiMessages.All.Select(json => JsonElement.Parse(json)),
            .. OpenAiMessages.Arguments.Select(Call),
        ];
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var made = messages.ConvertAll(OpenAiMessage.ToTurn);
        await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Turns = made });

        var turns = await fixture.Sessions.GetTurnsAsync(scope, session.Id);

        turns.Select(Said).Should().Equal(made.Select(Said));

        static string Said(Turn turn) => JsonSerializer.Serialize(new { turn.Role, turn.Content, turn.Author, turn.Metadata });
    }

    private static JsonElement Call(string arguments) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = "find_order", ["arguments"] = arguments },
        }),
    });
}
