using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A model asks for a tool to be called.</summary>
/// <param name="Id">The provider's id of the call, which the <see cref="ToolResultBlock"/> repeats; not empty.</param>
/// <param name="Name">The tool's name; not empty.</param>
/// <param name="Input">The arguments, kept verbatim; usually an object. Must be defined.</param>
[JsonConverter(typeof(ContentBlockConverter))]
public sealed record ToolUseBlock(string Id, string Name, JsonElement Input) : ContentBlock
{
    /// <summary>Whether all members are equal, the input by its text.</summary>
    /// <param name="other">The block to compare with.</param>
    public bool Equals(ToolUseBlock? other) =>
        base.Equals(other) && Id == other.Id && Name == other.Name && RawJson.Same(Input, other.Input);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Id, Name, RawJson.Hash(Input));
}
