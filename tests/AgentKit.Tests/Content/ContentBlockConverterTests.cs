using System.Text;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class ContentBlockConverterTests
{
    private static readonly JsonSerializerOptions SmallBuffer = new() { DefaultBufferSize = 16 };

    [Fact]
    public void Serializer_RandomBlocks_RoundTripInTheStoredShape()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var blocks = new RandomContent(seed).Blocks();

            var json = JsonSerializer.Serialize(blocks);

            JsonSerializer.Deserialize<IReadOnlyList<ContentBlock>>(json).Should().Equal(blocks, "of seed {0}", seed);
            ContentJson.Deserialize(json).Should().Equal(blocks, "of seed {0}", seed);
        }
    }

    [Fact]
    public async Task Serializer_StreamInSmallPieces_ReadsTheSameBlocks()
    {
        IReadOnlyList<ContentBlock> blocks =
            [.. Enumerable.Range(0, 50).SelectMany(seed => new RandomContent(seed).Blocks()), new TextBlock(new string('x', 50_000))];
        var json = JsonSerializer.SerializeToUtf8Bytes(blocks.Reverse());

        await using var stream = new MemoryStream(json);
        var read = await JsonSerializer.DeserializeAsync<IReadOnlyList<ContentBlock>>(stream, SmallBuffer);

        read.Should().Equal(blocks.Reverse());
    }

    [Fact]
    public async Task Serializer_StreamWithTheTypeLast_ReadsTheSameBlocks()
    {
        // Jumping over what stands before the type is refused by the reader while the stream has not ended.
        var json = $"[{string.Join(',', Enumerable.Repeat("""{"citations":[{"a":1}],"text":"hi","type":"text"}""", 100))}]";

        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var read = await JsonSerializer.DeserializeAsync<IReadOnlyList<ContentBlock>>(stream, SmallBuffer);

        read.Should().HaveCount(100).And.AllBeOfType<TextBlock>();
    }

    [Fact]
    public void Serializer_KindAsDeclaredType_HasTheStoredShape()
    {
        var json = JsonSerializer.Serialize(new ToolUseBlock("1", "f", JsonElement.Parse("1.10")));

        json.Should().Be("""{"type":"tool_use","id":"1","name":"f","input":1.10}""");
        JsonSerializer.Deserialize<ToolUseBlock>(json).Should().Be(new ToolUseBlock("1", "f", JsonElement.Parse("1.10")));
    }

    [Fact]
    public void Serializer_KindAsDeclaredTypeAndOtherJson_IsAJsonException()
    {
        var read = () => JsonSerializer.Deserialize<ToolUseBlock>("""{"type":"text","text":"secret"}""");

        read.Should().Throw<JsonException>().Which.Message.Should().Contain("TextBlock").And.NotContain("secret");
    }

    [Fact]
    public void Serializer_DefaultOptions_EscapeTextForHtmlAsTheHostExpects() =>
        JsonSerializer.Serialize<ContentBlock>("<b>").Should().Be("""{"type":"text","text":"\u003Cb\u003E"}""");

    [Fact]
    public void Serializer_Null_StaysNull()
    {
        JsonSerializer.Serialize<ContentBlock?>(null).Should().Be("null");
        JsonSerializer.Deserialize<ContentBlock?>("null").Should().BeNull();
    }

    [Fact]
    public void Serializer_MalformedJson_IsAJsonException()
    {
        var read = () => JsonSerializer.Deserialize<ContentBlock>(Encoding.UTF8.GetBytes("""{"type":"text","text":"""));

        read.Should().Throw<JsonException>();
    }
}
