namespace AgentKit.ChatApi.Chat;

/// <summary>What a session is called in a list: the beginning of its first message.</summary>
internal static class SessionTitle
{
    private const int MaxLength = 80;

    public static string Of(string message)
    {
        var text = message.Trim();
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1; // no half of a character
        return text[..length].TrimEnd() + "…";
    }
}
