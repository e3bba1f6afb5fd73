using System.Text;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class ContentJsonRoundTripTests
{
    private const int MaxBytes = 1 << 20;

    [Fact]
    public void Deserialize_WhatSerializeWrote_IsTheSameBlocks()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var blocks = new RandomContent(seed).Blocks();

            var json = ContentText.Of(blocks, MaxBytes, "blocks");

            ContentJson.Deserialize(json).Should().Equal(blocks, "of seed {0}", seed);
            ContentJson.Deserialize(Encoding.UTF8.GetBytes(json)).Should().Equal(blocks, "of seed {0}", seed);
        }
    }

    [Fact]
    public void Serialize_WhatDeserializeRead_IsTheSameText()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var json = ContentText.Of(new RandomContent(seed).Blocks());

            ContentText.Of(ContentJson.Deserialize(json)).Should().Be(json, "of seed {0}", seed);
        }
    }

    [Fact]
    public void Serialize_EveryRandomBlock_IsJsonThatOthersRead()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var blocks = new RandomContent(seed).Blocks();

            using var document = JsonDocument.Parse(ContentText.Of(blocks));

            document.RootElement.GetArrayLength().Should().Be(blocks.Count);
            foreach (var (element, block) in document.RootElement.EnumerateArray().Zip(blocks))
            {
                if (block is TextBlock text)
                {
                    element.GetProperty("text").GetString().Should().Be(text.Text);
                }
            }
        }
    }

    [Theory]
    [InlineData("10000000000000000000000000000000000000000")]
    [InlineData("1.10")]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("""{"b":1,"a":2,"b":3}""")]
    [InlineData("""{ "spaced" : [ 1 , 2 ] }""")]
    [InlineData("""["\u00e9","é","\/","\ud83d\ude00"]""")]
    [InlineData("\"a plain string\"")]
    [InlineData("null")]
    public void Serialize_JsonOfATool_IsVerbatim(string json)
    {
        IReadOnlyList<ContentBlock> blocks =
            [new ToolUseBlock("t1", "find", JsonElement.Parse(json)), new ToolResultBlock("t1", JsonElement.Parse(json), IsError: true)];

        ContentText.Of(blocks).Should().Be(
            $$"""[{"type":"tool_use","id":"t1","name":"find","input":{{json}}},"""
            + $$"""{"type":"tool_result","tool_use_id":"t1","content":{{json}},"is_error":true}]""");
    }

    [Theory]
    [InlineData("😀 é ا \u00A0\u2028 <b>&'")]
    [InlineData("👩‍👩‍👧‍👦")]
    public void Serialize_UnicodeText_IsStoredReadable(string text) =>
        ContentText.Of([text]).Should().Be($$"""[{"type":"text","text":"{{text}}"}]""");

    [Fact]
    public void Serialize_EveryControlCharacterAndQuote_IsEscaped()
    {
        var text = string.Concat(Enumerable.Range(1, 0x1F).Select(code => (char)code)) + "\"\\";

        var json = ContentText.Of([text]);

        json.Should().Contain("\\u0001").And.Contain("\\u001f").And.Contain("\\t").And.Contain("\\n").And.Contain("\\r");
        json.Any(char.IsControl).Should().BeFalse();
        ContentJson.Deserialize(json).Should().Equal(new TextBlock(text));
    }

    [Fact]
    public void Serialize_ToolResultWithoutOutput_LeavesContentOut()
    {
        IReadOnlyList<ContentBlock> blocks = [new ToolResultBlock("t1", default)];

        var json = ContentText.Of(blocks);

        json.Should().Be("""[{"type":"tool_result","tool_use_id":"t1"}]""");
        ContentJson.Deserialize(json).Should().Equal(blocks);
    }

    [Fact]
    public void Serialize_NoBlocks_IsAnEmptyArray() => ContentText.Of([]).Should().Be("[]");

    [Fact]
    public void Serialize_TextFarBeyondTheFirstBuffer_IsWhole()
    {
        IReadOnlyList<ContentBlock> blocks = [new TextBlock(new string('"', 300_000)), new TextBlock(new string('é', 300_000))];

        ContentJson.Deserialize(ContentText.Of(blocks)).Should().Equal(blocks);
    }
}
