using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// One part of a turn. The kinds are closed, so a switch over <see cref="TextBlock"/>, <see cref="ToolUseBlock"/>, <see cref="ToolResultBlock"/>
/// and <see cref="OtherBlock"/> covers everything a provider can send. A string converts to a <see cref="TextBlock"/>.
/// </summary>
/// <remarks>
/// Blocks are immutable and compare by value. JSON inside them compares by its text, so 1.10 and 1.1 differ, as do two orders of the
/// same keys: equal blocks are stored as the same text. A <see cref="JsonElement"/> from a <see cref="JsonDocument"/> that will be
/// disposed has to be cloned first.
/// </remarks>
[JsonConverter(typeof(ContentBlockConverter))]
public abstract record ContentBlock
{
    private protected ContentBlock()
    {
    }

    /// <summary>
    /// What the provider sent beside the members this library knows, such as <c>cache_control</c> or <c>citations</c>: kept and written
    /// back, values verbatim. Null when there is nothing. The names of known members are refused; on an <see cref="OtherBlock"/>
    /// everything is refused, because its JSON is already whole.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? AdditionalProperties { get; init; }

    /// <summary>A block of text.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static implicit operator ContentBlock(string text) => FromString(text);

    /// <summary>A block of text, for languages without implicit conversions.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static ContentBlock FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextBlock(text);
    }

    /// <summary>Whether both are of the same kind with the same additional properties, in any order.</summary>
    /// <param name="other">The block to compare with.</param>
    public virtual bool Equals(ContentBlock? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && RawJson.Same(AdditionalProperties, other.AdditionalProperties);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(EqualityContract, AdditionalProperties?.Count ?? 0);
}
