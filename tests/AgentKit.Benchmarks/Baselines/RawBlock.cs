using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>A content block as a program of its own would model it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RawText), "text")]
[JsonDerivedType(typeof(RawToolUse), "tool_use")]
[JsonDerivedType(typeof(RawToolResult), "tool_result")]
internal abstract record RawBlock;

internal sealed record RawText([property: JsonPropertyName("text")] string Text) : RawBlock;

internal sealed record RawToolUse(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("input")] JsonElement Input) : RawBlock;

internal sealed record RawToolResult(
    [property: JsonPropertyName("tool_use_id")] string ToolUseId,
    [property: JsonPropertyName("content")] JsonElement Output) : RawBlock;

[JsonSerializable(typeof(RawBlock[]))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
