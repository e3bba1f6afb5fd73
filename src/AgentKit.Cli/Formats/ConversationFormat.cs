namespace AgentKit.Cli;

/// <summary>A form in which conversations are kept in files.</summary>
internal enum ConversationFormat
{
    /// <summary>Messages of the OpenAI chat completions.</summary>
    OpenAI,

    /// <summary>Messages of the Anthropic messages API.</summary>
    Anthropic,

    /// <summary>The session files of Claude Code, an event a line.</summary>
    ClaudeCode,

    /// <summary>The export of AgentKit itself.</summary>
    AgentKit,
}
