namespace AgentKit;

/// <summary>A row of <c>tool_runs/get_statistics</c>, as Dapper maps it by name.</summary>
internal sealed record ToolStatisticsRow
{
    public string ToolName { get; init; } = "";

    public long Count { get; init; }

    public long Failures { get; init; }

    public double? MedianMs { get; init; }

    public double? Percentile95Ms { get; init; }

    public ToolStatistics ToStatistics() => new(ToolName, Count, Failures, Duration(MedianMs), Duration(Percentile95Ms));

    private static TimeSpan? Duration(double? milliseconds) =>
        milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
}
