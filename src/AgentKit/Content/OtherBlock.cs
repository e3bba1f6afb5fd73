using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Any other block of a provider (an image, thinking, a citation), kept as it is: spelling of numbers, order and repetition of keys,
/// white space.
/// </summary>
/// <param name="Type">
/// The block's own <c>type</c>, or <see cref="UnknownType"/> for stored content that is none of the known blocks and names no type of
/// its own.
/// </param>
/// <param name="Json">The whole block, its <c>type</c> included; with <see cref="UnknownType"/>, any JSON.</param>
[JsonConverter(typeof(ContentBlockConverter))]
public sealed record OtherBlock(string Type, JsonElement Json) : ContentBlock
{
    /// <summary>
    /// The type of what could not be understood when it was read: not an object, no usable <c>type</c>, or a known type with missing,
    /// repeated or wrong members. Reading never fails for it, and it can be stored again unchanged.
    /// </summary>
    public const string UnknownType = "unknown";

    /// <summary>Whether type and JSON are equal, the JSON by its text.</summary>
    /// <param name="other">The block to compare with.</param>
    public bool Equals(OtherBlock? other) => base.Equals(other) && Type == other.Type && RawJson.Same(Json, other.Json);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Type, RawJson.Hash(Json));
}
