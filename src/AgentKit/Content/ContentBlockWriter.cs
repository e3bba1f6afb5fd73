using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Writes one block in its stored form: text readable, JSON verbatim. It must have passed <see cref="ContentGuard"/>. The shape is the
/// same as <see cref="ContentBlockConverter"/> writes, which escapes as its host wishes.
/// </summary>
internal static class ContentBlockWriter
{
    /// <summary>Appends one block.</summary>
    internal static void Write(ref JsonText json, ContentBlock block)
    {
        switch (block)
        {
            case TextBlock text:
                json.Raw("{\"type\":\"text\",\"text\":");
                json.Quoted(text.Text);
                break;

            case ToolUseBlock use:
                WriteToolUse(ref json, use);
                break;

            case ToolResultBlock result:
                json.Raw("{\"type\":\"tool_result\",\"tool_use_id\":");
                json.Quoted(result.ToolUseId);
                if (result.Output.ValueKind != JsonValueKind.Undefined)
                {
                    json.Raw(",\"content\":");
                    json.Raw(result.Output);
                }

                json.Raw(result.IsError ? ",\"is_error\":true" : "");
                break;

            case OtherBlock other:
                json.Raw(other.Json);
                return;
        }

        if (block.AdditionalProperties is { } additional)
        {
            foreach (var (name, value) in additional)
            {
                json.Raw(",");
                json.Quoted(name);
                json.Raw(":");
                json.Raw(value);
            }
        }

        json.Raw("}");
    }

    private static void WriteToolUse(ref JsonText json, ToolUseBlock use)
    {
        json.Raw("{\"type\":\"tool_use\",\"id\":");
        json.Quoted(use.Id);
        json.Raw(",\"name\":");
        json.Quoted(use.Name);
        json.Raw(",\"input\":");
        json.Raw(use.Input);
    }
}
