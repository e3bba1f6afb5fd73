namespace AgentKit.Cli;

/// <summary>What <c>sessions show</c> shows.</summary>
/// <param name="Session">Its head.</param>
/// <param name="Turns">The last ones, in order.</param>
/// <param name="ToolRuns">What is logged of the tools that these turns asked for, in order.</param>
internal sealed record SessionTranscript(Session Session, IReadOnlyList<Turn> Turns, IReadOnlyList<ToolRun> ToolRuns);
