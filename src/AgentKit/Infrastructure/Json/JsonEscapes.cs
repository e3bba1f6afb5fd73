using System.Buffers.Text;

namespace AgentKit.Infrastructure;

/// <summary>Looks inside the escapes of valid JSON, property names included, for what PostgreSQL cannot hold as text.</summary>
internal static class JsonEscapes
{
    private const int EscapeLength = 6;

    /// <summary>The first escape that is U+0000 or an unpaired surrogate, as the end of a sentence, or null.</summary>
    internal static string? FindProblem(ReadOnlySpan<byte> json)
    {
        // Vectorised, and nearly always the end of it.
        if (json.IndexOf("\\u"u8) < 0)
        {
            return null;
        }

        // Backslashes stand only inside strings, and escapes are consumed whole, so that \\u0000 is not taken for one.
        var at = json.IndexOf((byte)'\\');
        while (at >= 0)
        {
            var length = 2;
            if (TryReadUnit(json[at..], out var unit))
            {
                length = EscapeLength;
                if (unit == '\0')
                {
                    return FormattableString.Invariant($"contains the escape of U+0000 at byte {at}");
                }

                if (char.IsSurrogate(unit))
                {
                    if (!char.IsHighSurrogate(unit)
                        || !TryReadUnit(json[(at + EscapeLength)..], out var low)
                        || !char.IsLowSurrogate(low))
                    {
                        return FormattableString.Invariant($"contains the escape of an unpaired surrogate (U+{(int)unit:X4}) at byte {at}");
                    }

                    length = 2 * EscapeLength;
                }
            }

            var next = json[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return null;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u'
            || !Utf8Parser.TryParse(json[2..EscapeLength], out ushort value, out var consumed, 'x')
            || consumed != EscapeLength - 2)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
