using System.Text;
using System.Text.Json;

namespace AgentKit.Extensions.AI;

/// <summary>Text as PostgreSQL can hold it: U+0000 and halves of characters become U+FFFD.</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    public static string Fit(string text)
    {
        if (IsFine(text))
        {
            return text;
        }

        var fitting = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // gives U+FFFD for an unpaired surrogate
        {
            fitting.Append(rune.Value == 0 ? Replacement.ToString() : rune.ToString());
        }

        return fitting.ToString();
    }

    /// <summary>JSON with such characters replaced where they are escaped; all else stays letter for letter.</summary>
    public static JsonElement Fit(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            return json;
        }

        var raw = json.GetRawText();
        if (!raw.Contains("\\u", StringComparison.Ordinal))
        {
            return json;
        }

        var fitting = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length;)
        {
            var length = raw[i] != '\\' ? 1 : raw[i + 1] != 'u' ? 2 : 6;
            if (length == 6)
            {
                length = AppendEscape(fitting, raw, i);
            }
            else
            {
                fitting.Append(raw, i, length);
            }

            i += length;
        }

        return JsonElement.Parse(fitting.ToString(), new JsonDocumentOptions { MaxDepth = int.MaxValue });
    }

    private static int AppendEscape(StringBuilder fitting, string raw, int at)
    {
        var unit = UnitAt(raw, at);
        var isPair = char.IsHighSurrogate(unit) && at + 12 <= raw.Length && raw[at + 6] == '\\' && raw[at + 7] == 'u'
            && char.IsLowSurrogate(UnitAt(raw, at + 6));
        if (isPair)
        {
            fitting.Append(raw, at, 12);
            return 12;
        }

        if (unit == 0 || char.IsSurrogate(unit))
        {
            fitting.Append("\\ufffd");
        }
        else
        {
            fitting.Append(raw, at, 6);
        }

        return 6;
    }

    private static char UnitAt(string raw, int at) => (char)Convert.ToInt32(raw.Substring(at + 2, 4), 16);

    private static bool IsFine(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (text[i] == 0 || (char.IsSurrogate(text[i]) && !isPair))
            {
                return false;
            }

            i += isPair ? 1 : 0;
        }

        return true;
    }
}
