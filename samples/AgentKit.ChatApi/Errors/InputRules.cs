namespace AgentKit.ChatApi.Errors;

/// <summary>What several endpoints ask of what they are given.</summary>
internal static class InputRules
{
    public const int MaxPage = 1_000;

    /// <summary>What is wrong with the length of a page, or nothing.</summary>
    public static string? FindLimitProblem(int limit) => limit is >= 1 and <= MaxPage ? null : $"From 1 to {MaxPage}.";

    /// <summary>What is wrong with a text that is to be stored, or nothing.</summary>
    public static string? FindTextProblem(string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            return $"At most {maxLength} characters.";
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "PostgreSQL cannot store the character U+0000.";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return "It contains half of a character.";
            }
        }

        return null;
    }
}
