namespace AgentKit.Cli;

/// <summary>How files are to be imported.</summary>
/// <param name="Format">Their format, or null to find it out.</param>
/// <param name="Agent">The agent of the sessions.</param>
/// <param name="IsDryRun">Whether nothing is to be written.</param>
/// <param name="GoesOn">Whether to go on after what cannot be imported.</param>
internal sealed record ImportRequest(ConversationFormat? Format, string Agent, bool IsDryRun, bool GoesOn);
