using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Tests.BadInput;

/// <summary>JSON that one parser or another reads differently, or not at all.</summary>
internal static class HostileJson
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The time in which an element of so many levels is parsed grows with their square, which is the business of whoever parses it.</summary>
    private static readonly JsonElement Deepest = Nested(10_000);

    /// <summary>What nothing may store.</summary>
    public static IReadOnlyList<Hostile> Refused(int maxBytes) =>
    [
        new("undefined", default(JsonElement)),
        new("disposed", Disposed()),
        new("65 levels", Nested(65)),
        new("1,000 levels", Nested(1_000)),
        new("10,000 levels", Deepest),
        new("U+0000 in a value", Parse("""{"a":"\u0000"}""")),
        new("U+0000 in a key", Parse("""{"\u0000":1}""")),
        new("lone surrogate", Parse("""["\ud800"]""")),
        new("invalid UTF-8", JsonElement.Parse([(byte)'"', 0xC3, 0x28, (byte)'"'])),
        new("comment", JsonElement.Parse("""[1,/* s */2]""", Lenient)),
        new("trailing comma", JsonElement.Parse("[1,]", Lenient)),
        new("a byte too large", Parse($"\"{new string('x', maxBytes - 1)}\"")),
    ];

    /// <summary>What is kept to the letter.</summary>
    public static IReadOnlyList<Hostile> Kept { get; } =
    [
        new("64 levels", Nested(64)),
        new("odd numbers", Parse($"[1e400,-1E-400,{Digits(1_000)},0.1{Digits(50)},1.10,-0,9223372036854775808,79228162514264337593543950336]")),
        new("repeated keys", Parse("""{"b":1,"a":2,"b":{"b":3}}""")),
        new("any text", Parse(JsonSerializer.Serialize(HostileTexts.Payloads))),
        new("white space", Parse("{ \"a\" :\t[ ] }")),
        new("null", Parse("null")),
        new("epoch", Parse("1700000000000")),
    ];

    /// <summary>Objects that nothing may store.</summary>
    public static IReadOnlyList<Hostile> RefusedObjects(int maxBytes, bool forJsonb) =>
    [
        new("null", null),
        new("65 levels", NestedObject(65)),
        new("1,000 levels", NestedObject(1_000)),
        new("100,000 levels", NestedObject(100_000)),
        new("U+0000 in a value", new JsonObject { ["a"] = "b\0" }),
        new("U+0000 in a key", new JsonObject { ["a\0"] = 1 }),
        new("lone surrogate in a value", new JsonObject { ["a"] = new JsonArray("\uD83D") }),
        new("lone surrogate in a key", new JsonObject { ["\uDE00"] = 1 }),
        new("escaped lone surrogate", JsonNode.Parse("""{"a":{"\ud800":"\udfff"}}""")),
        new("repeated keys", JsonNode.Parse("""{"a":1,"a":2}""")),
        new("NaN", new JsonObject { ["a"] = double.NaN }),
        new("infinity", new JsonObject { ["a"] = float.NegativeInfinity }),
        new("a byte too large", new JsonObject { ["a"] = new string('x', maxBytes - 7) }),
        .. forJsonb ? [new Hostile("a number beyond numeric", JsonNode.Parse("""{"a":1e131072}"""))] : Array.Empty<Hostile>(),
    ];

    /// <summary>Objects that come back with the same members.</summary>
    public static IReadOnlyList<Hostile> KeptObjects { get; } =
    [
        new("empty", new JsonObject()),
        new("64 levels", NestedObject(64)),
        new("odd numbers", JsonNode.Parse($$"""{"a":1e400,"b":{{Digits(1_000)}},"c":0.1{{Digits(50)}},"d":9223372036854775808}""")),
        new("odd names", new JsonObject(HostileTexts.Payloads.Select(text => KeyValuePair.Create(text, (JsonNode?)JsonValue.Create(text))))),
        new("an empty name", new JsonObject { [""] = null }),
    ];

    public static JsonElement Nested(int levels) =>
        JsonElement.Parse(new StringBuilder().Append('[', levels).Append(']', levels).ToString(), Deep);

    private static JsonObject NestedObject(int levels)
    {
        var nested = new JsonObject();
        for (var level = 1; level < levels; level++)
        {
            nested = new JsonObject { ["a"] = nested };
        }

        return nested;
    }

    private static JsonElement Disposed()
    {
        using var document = JsonDocument.Parse("[1]");
        return document.RootElement;
    }

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private static string Digits(int count) => new('7', count);
}
