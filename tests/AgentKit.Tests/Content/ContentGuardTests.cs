using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class ContentGuardTests
{
    private const int MaxBytes = 1_000;

    private const string Secret = "s3cret";

    public static TheoryData<string> BadNames => [.. Bad.Keys];

    private static Dictionary<string, (ContentBlock Block, string Says)> Bad { get; } = new()
    {
        ["null block"] = (null!, "null"),
        ["null text"] = (new TextBlock(null!), "the text is null"),
        ["nul in text"] = (new TextBlock(Secret + "\0"), "U+0000 at position 6"),
        ["high surrogate"] = (new TextBlock(Secret + "\uD83D!"), "unpaired surrogate (U+D83D) at position 6"),
        ["low surrogate"] = (new TextBlock(Secret + "\uDE00"), "unpaired surrogate (U+DE00) at position 6"),
        ["long text"] = (new TextBlock(Secret + new string('x', MaxBytes)), "1006 characters, more than the 1000"),
        ["empty id"] = (new ToolUseBlock("", "f", Json("1")), "the id is empty"),
        ["null id"] = (new ToolUseBlock(null!, "f", Json("1")), "the id is null"),
        ["bad id"] = (new ToolUseBlock(Secret + "\0", "f", Json("1")), "the id contains U+0000"),
        ["empty name"] = (new ToolUseBlock("1", "", Json("1")), "the name is empty"),
        ["no input"] = (new ToolUseBlock("1", "f", default), "the input is an undefined JSON value"),
        ["escaped nul"] = (
            new ToolUseBlock("1", "f", Json("""{"s3cret":"\u0000"}""")),
            "the input contains the escape of U+0000 at byte 11"),
        ["escaped surrogate"] = (
            new ToolResultBlock("1", Json("""["s3cret\ud800"]""")),
            "the output contains the escape of an unpaired surrogate (U+D800) at byte 8"),
        ["long output"] = (
            new ToolResultBlock("1", Json($"\"{Secret}{new string('x', MaxBytes)}\"")),
            "1008 bytes of JSON, more than the 1000"),
        ["empty tool use id"] = (new ToolResultBlock("", Json("1")), "the tool use id is empty"),
        ["deep"] = (new ToolUseBlock("1", "f", Deep(65)), "nests deeper than the 64"),
        ["other without JSON"] = (new OtherBlock("image", default), "undefined"),
        ["other without type"] = (new OtherBlock("image", Json("""{"data":"s3cret"}""")), "not an object with that type"),
        ["other with another type"] = (new OtherBlock("image", Json("""{"type":"s3cret"}""")), "not an object with that type"),
        ["other of a known type"] = (new OtherBlock("text", Json("""{"type":"text","text":"s3cret"}""")), "a block of its own"),
        ["other with additions"] = (
            new OtherBlock("image", Json("""{"type":"image"}""")) { AdditionalProperties = With(Secret, "1") },
            "belong into its JSON"),
        ["addition named text"] = (new TextBlock(Secret) { AdditionalProperties = With("text", "1") }, "the name of a known member"),
        ["addition named type"] = (
            new ToolResultBlock("1", default) { AdditionalProperties = With("type", "1") },
            "the name of a known member"),
        ["addition named is_error"] = (
            new ToolResultBlock("1", default) { AdditionalProperties = With("is_error", "1") },
            "the name of a known member"),
        ["addition with bad name"] = (
            new TextBlock(Secret) { AdditionalProperties = With("s3cret\0", "1") },
            "name of an additional property contains U+0000"),
        ["addition with bad JSON"] = (
            new TextBlock(Secret) { AdditionalProperties = With("x", "\"\\udc00\"") },
            "additional property contains the escape"),
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Serialize_BlockThatCannotBeStored_NamesTheBlockAndTheProblemOnly(string name)
    {
        var (block, says) = Bad[name];

        var write = () => ContentText.Of(["fine", block], MaxBytes, "turns");

        write.Should().Throw<ArgumentException>().WithParameterName("turns")
            .Which.Message.Should().StartWith("Block 1: ").And.Contain(says).And.NotContain(Secret);
    }

    [Fact]
    public void Serialize_NoBlocks_IsRefused()
    {
        var write = () => ContentText.Of([], MaxBytes, "turns");

        write.Should().Throw<ArgumentException>().WithMessage("*at least one*").WithParameterName("turns");
    }

    [Fact]
    public void Serialize_Null_IsRefused()
    {
        var write = () => ContentText.Of(null!, MaxBytes, "turns");

        write.Should().Throw<ArgumentNullException>().WithParameterName("turns");
    }

    [Fact]
    public void Serialize_EmptyText_IsAllowed() =>
        ContentText.Of([""], MaxBytes, "turns").Should().Be("""[{"type":"text","text":""}]""");

    [Fact]
    public void Serialize_UnknownBlocksReadFromTheStore_CanBeStoredAgain()
    {
        const string Json = """[42,"x",null,{"type":"text"},{"no":"type"},{"type":"unknown"}]""";

        ContentText.Of(ContentJson.Deserialize(Json), MaxBytes, "turns").Should().Be(Json);
    }

    [Theory]
    [InlineData("é", 2)]
    [InlineData("😀", 4)]
    [InlineData("\n", 2)]
    public void Serialize_AllBlocksTogether_CountBytesAsStored(string text, int bytes)
    {
        var size = """[{"type":"text","text":""},{"type":"text","text":""}]""".Length + (2 * bytes);
        ContentBlock[] blocks = [text, text];

        var atTheLimit = () => ContentText.Of(blocks, size, "turns");
        var above = () => ContentText.Of(blocks, size - 1, "turns");

        atTheLimit.Should().NotThrow();
        above.Should().Throw<ArgumentException>().WithMessage($"*{size} bytes*{size - 1} allowed*");
    }

    private static JsonElement Json(string json) => JsonElement.Parse(json);

    private static JsonElement Deep(int levels) =>
        JsonElement.Parse(new string('[', levels) + new string(']', levels), new JsonDocumentOptions { MaxDepth = levels });

    private static Dictionary<string, JsonElement> With(string name, string json) => new() { [name] = Json(json) };
}
