using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentKit.Infrastructure;

/// <summary>JSON that is kept as it was given, on its way to the database and back.</summary>
internal static class VerbatimJson
{
    // What is stored may nest deeper than what is accepted today, and reading never fails for it.
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = int.MaxValue };

    public static JsonElement Read(string json) => JsonElement.Parse(json, ReaderOptions);

    /// <summary>The element's own text, checked.</summary>
    /// <exception cref="ArgumentException">It is undefined or disposed, too large, too deep, or cannot be stored.</exception>
    public static string Write(JsonElement value, int maxBytes, string paramName)
    {
        JsonGuard.Check(value, paramName, maxBytes);
        return Text(value);
    }

    public static string Text(JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
}
