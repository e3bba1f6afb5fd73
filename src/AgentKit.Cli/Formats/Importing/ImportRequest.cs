namespace AgentKit.Cli;

/// <summary>How files are to be imported.</summary>
/// <param name="Format">Their format, or null to find it out.</param>
/// <param name="Agent">The agent of the sessions.</param>
/// <param name="SessionName">What the only conversation of the only file is called, or null.</param>
/// <param name="IsDryRun">Whether nothing is to be written.</param>
/// <param name="GoesOn">Whether to go on after what cannot be imported.</param>
internal sealed record ImportRequest(ConversationFormat? Format, string Agent, string? SessionName, bool IsDryRun, bool GoesOn);
