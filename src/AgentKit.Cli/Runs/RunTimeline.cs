namespace AgentKit.Cli;

/// <summary>What <c>runs show</c> shows.</summary>
/// <param name="Run">The run itself.</param>
/// <param name="Turns">What it said in its session.</param>
/// <param name="ToolRuns">The tools that it ran, in order.</param>
/// <param name="Children">The runs that it started, in order.</param>
internal sealed record RunTimeline(Run Run, IReadOnlyList<Turn> Turns, IReadOnlyList<ToolRun> ToolRuns, IReadOnlyList<Run> Children);
