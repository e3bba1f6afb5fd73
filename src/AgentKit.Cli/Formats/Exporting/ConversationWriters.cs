namespace AgentKit.Cli;

/// <summary>The writer of each format of conversations.</summary>
internal static class ConversationWriters
{
    public static IConversationWriter Of(ConversationFormat format) => format switch
    {
        ConversationFormat.OpenAI => new MessagesWriter(ConversationFormat.OpenAI, new OpenAIFormat()),
        ConversationFormat.Anthropic => new MessagesWriter(ConversationFormat.Anthropic, new AnthropicFormat()),
        ConversationFormat.ClaudeCode => new ClaudeCodeWriter(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not one of conversations."),
    };
}
