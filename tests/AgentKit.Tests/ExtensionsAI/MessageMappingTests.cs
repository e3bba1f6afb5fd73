using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Content;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>What goes into turns comes out of them: compared as JSON, as Microsoft.Extensions.AI writes it.</summary>
public class MessageMappingTests
{
    private static readonly JsonSerializerOptions Json = ContentJsonOptions.Default;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, RandomMessages.Kinds)];

    [Fact]
    public void Contents_OfTheLibrary_AreAllAmongTheSamples()
    {
        var all = typeof(AIContent).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(AIContent)) && type.GetConstructors().Length > 0);

        Enumerable.Range(0, RandomMessages.Kinds).Select(kind => new RandomMessages(0).Content(kind).GetType())
            .Should().BeEquivalentTo(all, "a kind without a sample is not known to survive");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToTurn_ContentOfAnyKind_ComesBackEqual(int kind)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var content = new RandomMessages(seed).Content(kind);
            var before = JsonOf(content);

            var block = new ChatMessage(ChatRole.Assistant, [content]).ToTurn().Content.Should().ContainSingle().Subject;
            var after = new Turn { Role = TurnRole.Assistant, Content = [block] }.ToChatMessage().Contents.Should().ContainSingle().Subject;

            after.Should().BeOfType(content.GetType());
            JsonOf(after).Should().Be(before, "seed {0}", seed);
            JsonOf(content).Should().Be(before, "the message is not changed");
        }
    }

    [Fact]
    public void ToTurn_AnyMessage_ComesBackEqual()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var message = new RandomMessages(seed).Message();

            var turn = message.ToTurn();

            JsonOf(turn.ToChatMessage()).Should().Be(JsonOf(message), "seed {0}", seed);
            turn.ToChatMessage().ToTurn().Content.Should().Equal(turn.Content, "seed {0}", seed);
        }
    }

    [Fact]
    public void ToChatMessage_AnyBlocks_AreWrittenBackAsTheyWere()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var turn = Turn.Assistant(new RandomContent(seed).Blocks()) with
            {
                Metadata = new() { ["k"] = 1, ["K"] = 2, ["nested"] = new JsonObject { ["a"] = "b" } },
                Author = "Ana",
            };

            var again = turn.ToChatMessage().ToTurn();

            again.Content.Should().Equal(turn.Content, "seed {0}", seed);
            JsonNode.DeepEquals(again.Metadata, turn.Metadata).Should().BeTrue();
            (again.Role, again.Author).Should().Be((turn.Role, turn.Author));
        }
    }

    [Fact]
    public void ToChatMessage_BlockOfAProvider_IsChangedOnlyByWhoChangesIt()
    {
        var use = new ToolUseBlock("c1", "find", JsonElement.Parse("""{ "a" : 1.10, "a" : 2 }"""));
        var text = new TextBlock("old") { AdditionalProperties = new Dictionary<string, JsonElement> { ["cache"] = JsonElement.Parse("1") } };
        var image = new OtherBlock("image", JsonElement.Parse("""{"type":"image","source":"x"}"""));
        var message = Turn.Assistant([use, text, image]).ToChatMessage();

        message.ToTurn().Content.Should().Equal(use, text, image);
        ((TextContent)message.Contents[1]).Text = "new";
        ((FunctionCallContent)message.Contents[0]).Arguments!["a"] = 3;

        var changed = message.ToTurn().Content;
        changed[0].Should().Be(new ToolUseBlock("c1", "find", JsonElement.Parse("""{"a":3}""")));
        changed[1].Should().Be(new TextBlock("new"));
        changed[2].Should().Be(image);
    }

    [Fact]
    public void ToTurn_CallWhoseArgumentsCouldNotBeRead_SaysSoAfterwards()
    {
        var call = FunctionCallContent.CreateFromParsedArguments("{", "c1", "f", static json =>
            JsonSerializer.Deserialize<Dictionary<string, object?>>(json)!);
        call.Exception.Should().NotBeNull();

        var again = (FunctionCallContent)new ChatMessage(ChatRole.Assistant, [call]).ToTurn().ToChatMessage().Contents[0];

        again.Exception.Should().NotBeNull("a call without its arguments must not be taken for one that has none");
        again.Arguments.Should().BeNull();
    }

    [Fact]
    public void ToTurn_ResultWithAnException_IsAnError()
    {
        var result = new FunctionResultContent("c1", "no such order") { Exception = new InvalidOperationException("secret") };

        var block = new ChatMessage(ChatRole.Tool, [result]).ToTurn().Content[0];

        block.Should().Be(new ToolResultBlock("c1", JsonElement.Parse("\"no such order\""), IsError: true));
        ((FunctionResultContent)Turn.Tool((ToolResultBlock)block).ToChatMessage().Contents[0]).Exception.Should().NotBeNull();
    }

    [Fact]
    public void ToTurn_TextAndCalls_AreTheBlocksThatEverybodyReads()
    {
        var message = new ChatMessage(ChatRole.Assistant,
        [
            new TextContent("Looking."),
            new FunctionCallContent("c1", "find_order", new Dictionary<string, object?> { ["order"] = "A-1001" }),
            new TextReasoningContent("hm"),
        ]);

        message.ToTurn().Content.Should().Equal(
            new TextBlock("Looking."),
            new ToolUseBlock("c1", "find_order", JsonElement.Parse("""{"order":"A-1001"}""")),
            new OtherBlock("ai.reasoning", JsonElement.Parse("""{"type":"ai.reasoning","content":{"$type":"reasoning","text":"hm"}}""")));
    }

    [Fact]
    public void ToTurn_ContentOfAHost_IsKept()
    {
        var content = new HostContent { Note = "n" };
        var message = new ChatMessage(ChatRole.User, [content]);
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions);
        options.AddAIContentType<HostContent>("host");

        // A serializer that knows it gives it back; one that does not keeps it as it is, whoever writes it again.
        message.ToTurn(options).ToChatMessage(options).Contents.Should().ContainSingle().Which.Should().BeOfType<HostContent>()
            .Which.Note.Should().Be("n");
        var unknown = message.ToTurn();
        unknown.Content.Should().ContainSingle().Which.Should().BeOfType<OtherBlock>().Which.Json.GetRawText().Should().Contain("\"n\"");
        unknown.ToChatMessage().ToTurn().Content.Should().Equal(unknown.Content);
    }

    [Fact]
    public void ToTurn_WhatCannotBeSerialized_KeepsTheRest()
    {
        var bad = new AdditionalPropertiesDictionary { ["bad"] = new Func<int>(() => 1), ["good"] = 1 };
        var message = new ChatMessage(ChatRole.Assistant,
        [
            new TextContent("text") { AdditionalProperties = bad },
            new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["nan"] = double.NaN }),
            new FunctionResultContent("c1", new MemoryStream()),
        ])
        { AdditionalProperties = bad };

        var turn = message.ToTurn();

        ((TextBlock)turn.Content[0]).Text.Should().Be("text");
        ((ToolUseBlock)turn.Content[1]).Name.Should().Be("f");
        ((FunctionCallContent)turn.ToChatMessage().Contents[1]).Exception.Should().NotBeNull();
        ((ToolResultBlock)turn.Content[2]).ToolUseId.Should().Be("c1");
        turn.Metadata!["good"]!.GetValue<int>().Should().Be(1);
    }

    [Theory]
    [InlineData("system", TurnRole.System)]
    [InlineData("user", TurnRole.User)]
    [InlineData("assistant", TurnRole.Assistant)]
    [InlineData("tool", TurnRole.Tool)]
    [InlineData("developer", TurnRole.System)]
    [InlineData("critic", TurnRole.User)]
    public void ToTurn_Role_IsTheNearest(string role, TurnRole expected)
    {
        var turn = new ChatMessage(new ChatRole(role), "text").ToTurn();

        turn.Role.Should().Be(expected);
        turn.ToChatMessage().Role.Value.Should().Be(role);
    }

    private static string JsonOf(AIContent content) => JsonSerializer.Serialize(content, Json);

    private static string JsonOf(ChatMessage message) => JsonSerializer.Serialize(message, Json);

    private sealed class HostContent : AIContent
    {
        public string? Note { get; set; }
    }
}
