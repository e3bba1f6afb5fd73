namespace AgentKit.Infrastructure;

/// <summary>
/// Checks text before anything is sent: PostgreSQL cannot hold U+0000, and an unpaired surrogate would silently become U+FFFD on
/// the way. Lengths are counted in UTF-16 units, which are never fewer than the characters PostgreSQL counts. No message ever
/// contains the text.
/// </summary>
internal static class TextGuard
{
    /// <summary>A text that must say something: ids, names.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is empty or white space only, too long, or cannot be stored.</exception>
    internal static string Require(string? value, int maxLength, string paramName)
    {
        ArgumentNullException.ThrowIfNull(value, paramName);
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("The value is empty or only white space.", paramName);
        }

        return Text(value, maxLength, paramName);
    }

    /// <summary>Null, or a text that must say something.</summary>
    /// <exception cref="ArgumentException">It is empty or white space only, too long, or cannot be stored.</exception>
    internal static string? Optional(string? value, int maxLength, string paramName) =>
        value is null ? null : Require(value, maxLength, paramName);

    /// <summary>Any text, the empty one included.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is too long or cannot be stored.</exception>
    internal static string Text(string? value, int maxLength, string paramName)
    {
        ArgumentNullException.ThrowIfNull(value, paramName);
        if (value.Length > maxLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The value has {value.Length} characters, more than the {maxLength} allowed."),
                paramName);
        }

        return FindProblem(value) is { } problem ? throw new ArgumentException($"The value {problem}.", paramName) : value;
    }

    /// <summary>What PostgreSQL could not hold in this text, as the end of a sentence, or null.</summary>
    internal static string? FindProblem(ReadOnlySpan<char> text)
    {
        var nul = text.IndexOf('\0');
        if (nul >= 0)
        {
            return FormattableString.Invariant($"contains U+0000 at position {nul}");
        }

        // Vectorised: most text has no surrogate at all, and emoji are looked at one by one.
        for (var at = NextSurrogate(text, 0); at >= 0; at = NextSurrogate(text, at + 2))
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return FormattableString.Invariant($"contains an unpaired surrogate (U+{(int)text[at]:X4}) at position {at}");
            }
        }

        return null;
    }

    private static int NextSurrogate(ReadOnlySpan<char> text, int start)
    {
        var offset = text[start..].IndexOfAnyInRange('\uD800', '\uDFFF');
        return offset < 0 ? -1 : start + offset;
    }
}
