using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary>
/// Lets hosts serialize blocks with System.Text.Json in the shape in which they are stored. It is attached to the block types
/// already; it is public so that a host's source-generated context can see it.
/// </summary>
/// <remarks>
/// Text is escaped as the serializer's options say; JSON inside blocks is written verbatim. Reading a <see cref="ContentBlock"/>
/// does not fail on well-formed JSON: what is not a known block becomes an <see cref="OtherBlock"/>, and <c>null</c> stays null, as
/// everywhere in System.Text.Json.
/// </remarks>
public sealed class ContentBlockConverter : JsonConverter<ContentBlock>
{
    /// <summary>True for the base and for each kind.</summary>
    /// <param name="typeToConvert">The declared type.</param>
    public override bool CanConvert(Type typeToConvert) => typeof(ContentBlock).IsAssignableFrom(typeToConvert);

    /// <inheritdoc />
    /// <exception cref="JsonException">The declared type is one kind of block, and the JSON is another.</exception>
    public override ContentBlock Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        var block = ContentBlockReader.Read(ref reader);
        return typeToConvert.IsInstanceOfType(block)
            ? block
            : throw new JsonException($"The JSON is a {block.GetType().Name}, not a {typeToConvert.Name}.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ContentBlock value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value is OtherBlock other)
        {
            WriteVerbatim(writer, other.Json);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(writer, value);
        if (value.AdditionalProperties is { } additional)
        {
            foreach (var (name, json) in additional)
            {
                WriteVerbatim(writer, name, json);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, ContentBlock block)
    {
        switch (block)
        {
            case TextBlock text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                break;

            case ToolUseBlock use:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, use.Id);
                writer.WriteString("name"u8, use.Name);
                WriteVerbatim(writer, "input", use.Input);
                break;

            case ToolResultBlock result:
                writer.WriteString("type"u8, "tool_result"u8);
                writer.WriteString("tool_use_id"u8, result.ToolUseId);
                if (result.Output.ValueKind != JsonValueKind.Undefined)
                {
                    WriteVerbatim(writer, "content", result.Output);
                }

                if (result.IsError)
                {
                    writer.WriteBoolean("is_error"u8, value: true);
                }

                break;
        }
    }

    private static void WriteVerbatim(Utf8JsonWriter writer, string name, JsonElement json)
    {
        writer.WritePropertyName(name);
        WriteVerbatim(writer, json);
    }

    private static void WriteVerbatim(Utf8JsonWriter writer, JsonElement json) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
}
