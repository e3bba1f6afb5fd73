namespace AgentKit.Cli;

/// <summary>The reader of each format of conversations.</summary>
internal static class ConversationReaders
{
    public static IConversationReader Of(ConversationFormat format) => format switch
    {
        ConversationFormat.OpenAI => new MessagesReader(new OpenAIFormat()),
        ConversationFormat.Anthropic => new MessagesReader(new AnthropicFormat()),
        ConversationFormat.ClaudeCode => new ClaudeCodeReader(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not one of conversations."),
    };
}
