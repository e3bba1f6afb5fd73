using System.Text.Json;
using System.Text.Unicode;

namespace AgentKit.Cli;

/// <summary>Reads one value, strictly: what could be understood in two ways, or cannot be stored, is a problem.</summary>
internal static class SourceJson
{
    public const string CutOff = "is cut off: its JSON does not end";

    private const string NotJson = "is not valid JSON";

    // Of two values of one name only one would be left.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What is wrong, as the end of a sentence, or null.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="json">The value, which lives on its own.</param>
    /// <param name="line">How many lines below the beginning the problem is.</param>
    public static string? TryParse(ReadOnlySpan<byte> utf8, out JsonElement json, out long line)
    {
        (json, line) = (default, 0);
        if (!Utf8.IsValid(utf8))
        {
            return "is not valid UTF-8";
        }

        try
        {
            if (!IsComplete(utf8))
            {
                return CutOff;
            }

            json = JsonElement.Parse(utf8, Strict);
        }
        catch (JsonException exception)
        {
            // The message of the exception may quote the file.
            line = exception.LineNumber ?? 0;
            return FindKey(exception) ? "names a property twice" : NotJson;
        }

        return StorableJson.FindProblem(json);
    }

    /// <summary>False for an object or array that does not end.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, state: default);
        return utf8 is not [(byte)'{' or (byte)'[', ..] || (reader.Read() && reader.TrySkip());
    }

    // Duplicates are found after the syntax: then there is no position.
    private static bool FindKey(JsonException exception) => exception.LineNumber is null;
}
