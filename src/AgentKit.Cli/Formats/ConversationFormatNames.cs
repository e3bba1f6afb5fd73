namespace AgentKit.Cli;

/// <summary>The names of the formats, as they are typed and stored.</summary>
internal static class ConversationFormatNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ConversationFormat>().Select(Of)];

    public static string Of(ConversationFormat format) => format switch
    {
        ConversationFormat.OpenAI => "openai",
        ConversationFormat.Anthropic => "anthropic",
        ConversationFormat.ClaudeCode => "claude-code",
        _ => "agentkit",
    };

    public static ConversationFormat? Find(string name) =>
        Enum.GetValues<ConversationFormat>().Where(format => Of(format) == name).Cast<ConversationFormat?>().FirstOrDefault();
}
