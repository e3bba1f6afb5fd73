namespace AgentKit;

/// <summary>The names of <see cref="RunStatus"/> in the database.</summary>
internal static class RunStatusNames
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Pending => "pending",
        RunStatus.Running => "running",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown run status."),
    };

    public static RunStatus Parse(string name) => name switch
    {
        "pending" => RunStatus.Pending,
        "running" => RunStatus.Running,
        "completed" => RunStatus.Completed,
        "failed" => RunStatus.Failed,
        "canceled" => RunStatus.Canceled,
        _ => throw new DatabaseException("A run has a status that this library does not know.", sqlState: null),
    };
}
