using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentKit.Infrastructure;

/// <summary>
/// Checks JSON before anything is sent. <see cref="JsonElement"/> is no proof: one that was parsed with comments or trailing commas
/// allowed still carries them, and neither it nor PostgreSQL's <c>json</c> looks inside escapes. No message ever contains the JSON.
/// </summary>
internal static class JsonGuard
{
    /// <summary>Objects and arrays inside one another that are allowed; what System.Text.Json reads by default.</summary>
    internal const int DefaultMaxDepth = 64;

    /// <summary>What is wrong with an element that is none.</summary>
    internal const string Undefined = "is an undefined JSON value";

    /// <summary>Checks an element. <paramref name="forJsonb"/>: numbers must also fit PostgreSQL's numeric.</summary>
    /// <exception cref="ArgumentException">It is undefined, too large, too deep, not strict JSON, or cannot be stored.</exception>
    internal static void Check(
        JsonElement value,
        string paramName,
        int maxBytes,
        int maxDepth = DefaultMaxDepth,
        bool forJsonb = false) =>
        Throw(FindProblem(value, maxBytes, maxDepth, forJsonb), paramName);

    /// <summary>Checks a text of JSON. <paramref name="forJsonb"/>: numbers must also fit PostgreSQL's numeric.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is too large, too deep, not strict JSON, or cannot be stored.</exception>
    internal static void Check(
        string json,
        string paramName,
        int maxBytes,
        int maxDepth = DefaultMaxDepth,
        bool forJsonb = false)
    {
        ArgumentNullException.ThrowIfNull(json, paramName);
        Throw(TextGuard.FindProblem(json) ?? FindProblem(json, maxBytes, maxDepth, forJsonb), paramName);
    }

    /// <summary>What is wrong with an element, as the end of a sentence, or null.</summary>
    internal static string? FindProblem(JsonElement value, int maxBytes, int maxDepth = DefaultMaxDepth, bool forJsonb = false)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Undefined
                ? Undefined
                : FindProblem(JsonMarshal.GetRawUtf8Value(value), maxBytes, maxDepth, forJsonb);
        }
        catch (ObjectDisposedException)
        {
            return "belongs to a JSON document that is disposed";
        }
    }

    private static string? FindProblem(string json, int maxBytes, int maxDepth, bool forJsonb)
    {
        var size = Encoding.UTF8.GetByteCount(json);
        if (size > maxBytes)
        {
            return TooLarge(size, maxBytes);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return FindProblem(buffer.AsSpan(0, Encoding.UTF8.GetBytes(json, buffer)), maxBytes, maxDepth, forJsonb);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? FindProblem(ReadOnlySpan<byte> utf8, int maxBytes, int maxDepth, bool forJsonb)
    {
        if (utf8.Length > maxBytes)
        {
            return TooLarge(utf8.Length, maxBytes);
        }

        if (!Utf8.IsValid(utf8))
        {
            return "is not valid UTF-8";
        }

        return FindSyntaxProblem(utf8, maxDepth, forJsonb) ?? JsonEscapes.FindProblem(utf8);
    }

    private static string? FindSyntaxProblem(ReadOnlySpan<byte> utf8, int maxDepth, bool forJsonb)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= maxDepth)
                {
                    return FormattableString.Invariant($"nests deeper than the {maxDepth} levels allowed");
                }

                if (forJsonb && reader.TokenType == JsonTokenType.Number && !JsonNumeric.Fits(reader.ValueSpan))
                {
                    return FormattableString.Invariant($"has a number beyond PostgreSQL's numeric at byte {reader.TokenStartIndex}");
                }
            }

            return null;
        }
        catch (JsonException)
        {
            // Its message may quote the document.
            return FormattableString.Invariant($"is not strict JSON at byte {reader.BytesConsumed}");
        }
    }

    private static string TooLarge(int size, int maxBytes) =>
        FormattableString.Invariant($"is {size} bytes of JSON, more than the {maxBytes} allowed");

    private static void Throw(string? problem, string paramName)
    {
        if (problem is not null)
        {
            throw new ArgumentException($"The value {problem}.", paramName);
        }
    }
}
