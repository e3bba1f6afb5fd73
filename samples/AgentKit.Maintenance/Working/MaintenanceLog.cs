using Microsoft.Extensions.Logging;

namespace AgentKit.Maintenance.Working;

internal static partial class MaintenanceLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information,
        Message = "Workspace {Workspace}: {ToolRuns} orphaned tool runs, {Runs} abandoned runs, {Tasks} overdue tasks and {Reservations} expired "
            + "reservations dealt with, {RemovedRows} rows removed")]
    public static partial void Tidied(
        ILogger logger, string workspace, int toolRuns, int runs, int tasks, int reservations, long removedRows);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Workspace {Workspace}: nothing to do")]
    public static partial void Tidy(ILogger logger, string workspace);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "Workspace {Workspace} was left as it is ({Category}, worth another try: {IsRetryable}); the next round tries again")]
    public static partial void Failed(ILogger logger, Exception exception, string workspace, ErrorCategory category, bool isRetryable);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "The next round begins in {Pause}")]
    public static partial void Pausing(ILogger logger, TimeSpan pause);
}
