namespace AgentKit;

/// <summary>How a tool has fared.</summary>
/// <param name="ToolName">The tool.</param>
/// <param name="Count">Its runs, whatever their status.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="Median">The duration that half of the completed runs stayed within; <see langword="null"/> where none was completed.</param>
/// <param name="Percentile95">The duration that 95 of 100 completed runs stayed within; <see langword="null"/> where none was completed.</param>
public sealed record ToolStatistics(string ToolName, long Count, long Failures, TimeSpan? Median, TimeSpan? Percentile95);
