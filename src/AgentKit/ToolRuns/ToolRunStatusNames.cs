namespace AgentKit;

/// <summary>The names of <see cref="ToolRunStatus"/> in the database.</summary>
internal static class ToolRunStatusNames
{
    public static string Of(ToolRunStatus status) => status switch
    {
        ToolRunStatus.Pending => "pending",
        ToolRunStatus.Running => "running",
        ToolRunStatus.Succeeded => "succeeded",
        ToolRunStatus.Failed => "failed",
        ToolRunStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown tool run status."),
    };

    public static ToolRunStatus Parse(string name) => name switch
    {
        "pending" => ToolRunStatus.Pending,
        "running" => ToolRunStatus.Running,
        "succeeded" => ToolRunStatus.Succeeded,
        "failed" => ToolRunStatus.Failed,
        "canceled" => ToolRunStatus.Canceled,
        _ => throw new DatabaseException("A tool run has a status that this library does not know.", sqlState: null),
    };
}
