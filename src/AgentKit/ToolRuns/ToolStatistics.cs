namespace AgentKit;

/// <summary>How a tool has fared.</summary>
/// <param name="ToolName">The name under which models call it.</param>
/// <param name="Count">Its runs, whatever their status.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="Median">
/// The duration that half of the completed runs stayed within, whatever their end; those that a sweep marked are left out, for nobody knows
/// how long they ran. <see langword="null"/> where none remains.
/// </param>
/// <param name="Percentile95">The same for 95 of 100.</param>
public sealed record ToolStatistics(string ToolName, long Count, long Failures, TimeSpan? Median, TimeSpan? Percentile95);
