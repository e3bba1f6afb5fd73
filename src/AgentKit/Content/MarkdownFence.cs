namespace AgentKit;

/// <summary>Takes off the Markdown fence (<c>```json … ```</c>) that models like to put around JSON, and white space.</summary>
internal static class MarkdownFence
{
    internal static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> reply)
    {
        var text = Trim(reply);
        if (text.StartsWith("\uFEFF"u8))
        {
            text = Trim(text["\uFEFF"u8.Length..]);
        }

        if (!text.StartsWith("```"u8) || !text.EndsWith("```"u8) || text.Length < 6)
        {
            return text;
        }

        var inner = text[3..^3];

        // The language stands on the first line; a fence on one line has at most "json" before the object.
        var start = inner.IndexOfAny("{[\"\n"u8);
        return start < 0 ? Trim(inner) : Trim(inner[start..]);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);
}
