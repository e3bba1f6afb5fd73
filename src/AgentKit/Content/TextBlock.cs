using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary>Text of a person or a model.</summary>
/// <param name="Text">The text; may be empty, since models send empty text. U+0000 and unpaired surrogates are refused when stored.</param>
[JsonConverter(typeof(ContentBlockConverter))]
public sealed record TextBlock(string Text) : ContentBlock;
