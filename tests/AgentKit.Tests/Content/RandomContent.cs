using System.Text;
using System.Text.Json;

namespace AgentKit.Tests.Content;

/// <summary>Blocks of every kind with awkward text and JSON; the same seed gives the same blocks.</summary>
internal sealed class RandomContent(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "plain", "é", "e\u0301", "😀", "👩‍👩‍👧‍👦", "🇨🇴", "مرحبا",
        "\u202Eright to left\u202C", "\u200B\u2028\u2029\u00A0", "\uFFFF\uFFFE", "𝔘𐍈",
        "\"quoted\"", "back\\slash", "\\u0041", "\t\r\n\b\f",
        "\u0001\u001F\u007F\u0085", "<b>&amp;'</b>", "{\"type\":\"text\"}", "[]", "null",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1.10", "1.1", "1e400", "1E+2", "-12.5e-7",
        "10000000000000000000000000000000000000000",
        "0.1000000000000000055511151231257827", "9007199254740993",
        "\"\"", "\"\\u00e9\"", "\"\\/\"", "\"é\"", "\"\\ud83d\\ude00\"", "\"😀\"",
    ];

    private static readonly string[] Names = ["\"b\"", "\"a\"", "\"\"", "\"\\u0061\"", "\"é\""];

    private readonly Random _random = new(seed);

    internal IReadOnlyList<ContentBlock> Blocks() => [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Block())];

    internal string Text() => string.Concat(Enumerable.Range(0, _random.Next(0, 6)).Select(_ => Pick(Texts)));

    internal string JsonText(int depth = 0) => _random.Next(depth > 5 ? 1 : 3) switch
    {
        0 => Pick(Scalars),
        1 => $"[{Space()}{string.Join($"{Space()},{Space()}", Items(() => JsonText(depth + 1)))}]",

        // Few names, so that some are repeated and few are in order.
        _ => $"{{{Space()}{string.Join(",", Items(() => $"{Pick(Names)}{Space()}:{JsonText(depth + 1)}"))}}}",
    };

    internal JsonElement Json() => JsonElement.Parse(JsonText());

    private ContentBlock Block() => _random.Next(4) switch
    {
        0 => new TextBlock(Text()) { AdditionalProperties = Additional() },
        1 => new ToolUseBlock("id" + Text(), "name" + Text(), Json()) { AdditionalProperties = Additional() },
        2 => new ToolResultBlock("id" + Text(), Chance() ? default : Json(), Chance()) { AdditionalProperties = Additional() },
        _ => Other(),
    };

    private OtherBlock Other()
    {
        var type = Pick(["image", "thinking", "Text", "document 😀", OtherBlock.UnknownType]);
        var json = new StringBuilder("{").Append(Space());
        json.Append(Chance() ? $"\"z\":{JsonText()}," : "").Append($"\"type\":{Space()}\"{type}\"");
        json.Append(Chance() ? $",\"data\":{JsonText()},\"data\":{JsonText()}" : "").Append(Space()).Append('}');
        return new(type, JsonElement.Parse(json.ToString()));
    }

    private Dictionary<string, JsonElement>? Additional() => Chance()
        ? null
        : new() { ["cache_control"] = Json(), ["citations"] = Json(), ["z" + Text()] = Json() };

    private string[] Items(Func<string> make) => [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => make())];

    private string Space() => Pick(["", "", " ", "\n  "]);

    private bool Chance() => _random.Next(2) == 0;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
