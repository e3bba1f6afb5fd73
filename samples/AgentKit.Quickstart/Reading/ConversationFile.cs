using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentKit.Quickstart.Reading;

/// <summary>Reads one file: one JSON document, or one on each line. What is wrong is noted with its line, and the rest is read.</summary>
internal sealed class ConversationFile(string name, ReadOnlyMemory<byte> content, ConversationSet set)
{
    // Two values of the same name cannot be told apart afterwards, so such a message is refused rather than kept by half.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly ReadOnlyMemory<byte> _content = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;

    public void Read()
    {
        if (TryParse(_content, out var document, out var problem, out var line))
        {
            Add(document, _content, line: 1);
        }
        else if (HasLines())
        {
            ReadLines();
        }
        else
        {
            Skip(line, problem);
        }
    }

    /// <summary>By its name, or because its first line is complete in itself.</summary>
    private bool HasLines() =>
        Path.GetExtension(name).ToUpperInvariant() is ".JSONL" or ".NDJSON"
        || (NextLine(0, out var first) < _content.Length && TryParse(first, out _, out _, out _));

    private void ReadLines()
    {
        var number = 1;
        for (var start = 0; start < _content.Length; number++)
        {
            start = NextLine(start, out var line);
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            if (TryParse(line, out var document, out var problem, out _))
            {
                Add(document, line, number);
            }
            else
            {
                Skip(number, problem);
            }
        }
    }

    private int NextLine(int start, out ReadOnlyMemory<byte> line)
    {
        var length = _content.Span[start..].IndexOf((byte)'\n');
        var end = length < 0 ? _content.Length : start + length;
        line = _content[start..end];
        return end + 1;
    }

    private void Add(JsonElement document, ReadOnlyMemory<byte> text, int line)
    {
        foreach (var element in ConversationShape.Split(document))
        {
            var problem = ConversationShape.TryRead(element, out var messages, out var fields, out var culprit);
            var at = line + LineOf(problem is null ? element : culprit, text);
            if (problem is null)
            {
                set.Conversations.Add(new RecordedConversation(name, at, messages, fields));
            }
            else
            {
                Skip(at, problem);
            }
        }
    }

    /// <summary>An element knows its own text, which lies inside the text that it was parsed from.</summary>
    private static int LineOf(JsonElement element, ReadOnlyMemory<byte> text) =>
        text.Span.Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset) ? text.Span[..offset].Count((byte)'\n') : 0;

    private void Skip(int line, string problem) => set.Skipped.Add(new SkippedInput(name, line, problem));

    private static bool TryParse(ReadOnlyMemory<byte> text, out JsonElement document, out string problem, out int line)
    {
        (document, problem, line) = (default, "", 1);
        if (!Utf8.IsValid(text.Span))
        {
            problem = "is not UTF-8 text";
            return false;
        }

        try
        {
            document = JsonDocument.Parse(text, Strict).RootElement;
            return true;
        }
        catch (JsonException exception)
        {
            line = 1 + (int)(exception.LineNumber ?? 0);
            problem = $"is not valid JSON: {Describe(exception)}";
            return false;
        }
    }

    /// <summary>Without the position that .NET puts behind its message: it counts lines from zero.</summary>
    private static string Describe(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
