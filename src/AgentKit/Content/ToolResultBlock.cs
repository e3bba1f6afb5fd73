using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a tool answered.</summary>
/// <param name="ToolUseId">The id of the <see cref="ToolUseBlock"/> that is answered; not empty.</param>
/// <param name="Output">
/// The answer, kept verbatim: a string, an array of blocks, or any other JSON. Undefined (<c>default</c>) when the tool answered
/// nothing; the member is then left out.
/// </param>
/// <param name="IsError">Whether the output is an error message for the model. Default: false.</param>
[JsonConverter(typeof(ContentBlockConverter))]
public sealed record ToolResultBlock(string ToolUseId, JsonElement Output, bool IsError = false) : ContentBlock
{
    /// <summary>Whether all members are equal, the output by its text.</summary>
    /// <param name="other">The block to compare with.</param>
    public bool Equals(ToolResultBlock? other) =>
        base.Equals(other) && ToolUseId == other.ToolUseId && IsError == other.IsError && RawJson.Same(Output, other.Output);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), ToolUseId, IsError, RawJson.Hash(Output));
}
