using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>An event that is no message as a block. It is kept as it is, unless its type is that of a block AgentKit gives a meaning to.</summary>
internal static class ClaudeCodeBlock
{
    private const string Wrapper = "claude_code_event";
    private const string Inner = "event";

    public static OtherBlock Of(JsonElement json) =>
        BlockJson.Read(json) is OtherBlock block && block.Type != OtherBlock.UnknownType && block.Type != Wrapper
            ? block
            : new OtherBlock(Wrapper, JsonSerializer.SerializeToElement(new JsonObject { ["type"] = Wrapper, [Inner] = FormatMarks.ToNode(json) }));

    public static JsonElement EventOf(OtherBlock block) => block.Type == Wrapper ? block.Json.GetProperty(Inner) : block.Json;
}
