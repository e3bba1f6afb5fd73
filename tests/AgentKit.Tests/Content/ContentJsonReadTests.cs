using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class ContentJsonReadTests
{
    [Theory]
    [InlineData("""[{"text":"hi","type":"text"}]""")]
    [InlineData("""[{ "text" : "hi" , "type" : "text" }]""")]
    [InlineData("""[{"\u0074ext":"hi","typ\u0065":"t\u0065xt"}]""")]
    public void Deserialize_TextTypeLast_IsText(string json) => ContentJson.Deserialize(json).Should().Equal(new TextBlock("hi"));

    [Fact]
    public void Deserialize_ToolBlocksTypeLast_AreToolBlocks() =>
        ContentJson.Deserialize(
            """[{"input":{"type":"text"},"name":"f","id":"1","type":"tool_use"},{"is_error":true,"content":[],"tool_use_id":"1","type":"tool_result"}]""")
            .Should().Equal(
                new ToolUseBlock("1", "f", JsonElement.Parse("""{"type":"text"}""")),
                new ToolResultBlock("1", JsonElement.Parse("[]"), IsError: true));

    [Fact]
    public void Deserialize_AdditionalProperties_AreKeptInOrderAndVerbatim()
    {
        const string Json = """[{"type":"text","text":"hi","citations":null,"cache_control":{"type":"ephemeral","ttl":1.10}}]""";

        var block = ContentJson.Deserialize(Json).Should().ContainSingle().Which.Should().BeOfType<TextBlock>().Subject;

        block.AdditionalProperties!.Keys.Should().Equal("citations", "cache_control");
        ContentText.Of([block]).Should().Be(Json);
    }

    [Theory]
    [InlineData("\"just a string\"", "just a string")]
    [InlineData("\"\"", "")]
    public void Deserialize_StringAlone_IsOneText(string json, string text) =>
        ContentJson.Deserialize(json).Should().Equal(new TextBlock(text));

    [Fact]
    public void Deserialize_ObjectAlone_IsOneBlock() =>
        ContentJson.Deserialize("""{"type":"text","text":"hi"}""").Should().Equal(new TextBlock("hi"));

    [Theory]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("true")]
    [InlineData("1e400")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    public void Deserialize_AnythingElseAlone_IsOneUnknownBlock(string json) => ShouldBeUnknown(ContentJson.Deserialize(json), json);

    [Theory]
    [InlineData("null")]
    [InlineData("\"a string\"")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    [InlineData("""{"text":"no type"}""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":5,"text":"hi"}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","text":null}""")]
    [InlineData("""{"type":"text","text":5}""")]
    [InlineData("""{"type":"text","text":["hi"]}""")]
    [InlineData("""{"type":"text","text":"a","text":"b"}""")]
    [InlineData("""{"type":"text","text":"a","type":"text"}""")]
    [InlineData("""{"type":"text","text":"a","x":1,"x":2}""")]
    [InlineData("""{"type":"text","text":"\ud800"}""")]
    [InlineData("""{"type":"text","text":"a","\udc00":1}""")]
    [InlineData("""{"\ud83d":1,"type":"text","text":"a"}""")]
    [InlineData("""{"type":"tool_use","id":"1","name":"f"}""")]
    [InlineData("""{"type":"tool_use","id":1,"name":"f","input":{}}""")]
    [InlineData("""{"type":"tool_use","id":"","name":"f","input":{}}""")]
    [InlineData("""{"type":"tool_use","id":"1","name":"","input":{}}""")]
    [InlineData("""{"type":"tool_use","name":"f","input":{}}""")]
    [InlineData("""{"type":"tool_result","content":"x"}""")]
    [InlineData("""{"type":"tool_result","tool_use_id":"","content":"x"}""")]
    [InlineData("""{"type":"tool_result","tool_use_id":"1","content":"x","is_error":"yes"}""")]
    public void Deserialize_ElementThatIsNoBlock_IsUnknownAndVerbatim(string element)
    {
        ShouldBeUnknown(ContentJson.Deserialize($"[{element}]"), element);
        ContentText.Of(ContentJson.Deserialize($"[{element}]")).Should().Be($"[{element}]");
    }

    [Fact]
    public void Deserialize_BadElementBetweenGoodOnes_LosesNeither()
    {
        var blocks = ContentJson.Deserialize(
            """["x",{"type":"text","text":"a"},{"type":"image","d":[{"type":"text"}]},{"type":"text"},{"type":"text","text":"b"}]""");

        blocks.Select(block => block.GetType().Name).Should().Equal("OtherBlock", "TextBlock", "OtherBlock", "OtherBlock", "TextBlock");
        blocks.OfType<OtherBlock>().Select(block => block.Type).Should().Equal("unknown", "image", "unknown");
    }

    [Theory]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public void Deserialize_IsErrorWrittenOut_IsRead(string isError, bool expected) =>
        ContentJson.Deserialize($$"""[{"type":"tool_result","tool_use_id":"1","content":"x","is_error":{{isError}}}]""")
            .Should().Equal(new ToolResultBlock("1", JsonElement.Parse("\"x\""), expected));

    [Fact]
    public void Deserialize_TypeRepeatedWithAnotherLast_IsThatTypeVerbatim()
    {
        const string Element = """{"type":"text","text":"a","type":"image"}""";

        ContentJson.Deserialize($"[{Element}]").Should().Equal(new OtherBlock("image", JsonElement.Parse(Element)));
    }

    [Fact]
    public void Deserialize_NestedFarBeyondTheLimitOfWriting_IsRead()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);

        var block = ContentJson.Deserialize($$"""[{"type":"image","data":{{deep}}}]""").Single();

        block.Should().BeOfType<OtherBlock>().Which.Json.GetRawText().Should().Contain(deep);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[{\"type\":\"text\"")]
    [InlineData("[] trailing \"quoted\"")]
    public void Deserialize_NotJsonAtAll_IsOneUnknownBlockWithTheText(string text)
    {
        var block = ContentJson.Deserialize(text).Should().ContainSingle().Which.Should().BeOfType<OtherBlock>().Subject;

        block.Type.Should().Be(OtherBlock.UnknownType);
        block.Json.GetString().Should().Be(text);
    }

    [Fact]
    public void Deserialize_EmptyArray_HasNoBlocks() => ContentJson.Deserialize("[]").Should().BeEmpty();

    [Fact]
    public void Deserialize_EveryTruncationOfRealContent_NeverThrows()
    {
        var json = ContentText.Of(new RandomContent(seed: 7).Blocks());

        for (var length = 0; length <= json.Length; length++)
        {
            var read = () => ContentJson.Deserialize(json[..length]);
            read.Should().NotThrow();
        }
    }

    private static void ShouldBeUnknown(IReadOnlyList<ContentBlock> blocks, string json)
    {
        var block = blocks.Should().ContainSingle().Which.Should().BeOfType<OtherBlock>().Subject;
        block.Type.Should().Be(OtherBlock.UnknownType);
        block.Json.GetRawText().Should().Be(json);
    }
}
