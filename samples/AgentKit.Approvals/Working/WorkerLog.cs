using Microsoft.Extensions.Logging;

namespace AgentKit.Approvals.Working;

/// <summary>What a worker says.</summary>
internal static partial class WorkerLog
{
    /// <summary>In the line of a worker whose task waits for a person.</summary>
    public const string Waiting = "waits for a person";

    /// <summary>In the line of a worker that has finished a task.</summary>
    public const string TaskCompleted = "the task is completed";

    /// <summary>In the line of a worker that pauses where it may be killed.</summary>
    public const string Pausing = "pauses before that is noted";

    [LoggerMessage(LogLevel.Information, "process {Id} looks for work every {Seconds} s; its leases hold for {Lease} s")]
    public static partial void Begins(ILogger log, int id, double seconds, double lease);

    public static void Claimed(ILogger log, ClaimedTask claimed)
    {
        Claimed(log, claimed.Task.Title, claimed.Lease.FencingToken, claimed.Lease.ExpiresAt.ToUniversalTime());
        foreach (var step in claimed.Task.Steps)
        {
            if (step.Status == TaskStepStatus.Completed)
            {
                DoneBefore(log, step.Number, step.ToolName);
            }
            else if (step.Status == TaskStepStatus.InProgress)
            {
                BegunBefore(log, step.Number, step.ToolName, step.FencingToken);
            }
            else if (step.Decision is { } decision)
            {
                Approved(log, step.Number, step.ToolName, decision.DecidedBy);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: attempt {Attempt} begins")]
    public static partial void Started(ILogger log, int number, string tool, int attempt);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: done, {Output}")]
    public static partial void Finished(ILogger log, int number, string tool, string output);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: did it, {Output}; " + Pausing)]
    public static partial void Pauses(ILogger log, int number, string tool, string output);

    public static void Leaves(ILogger log, AgentTask task)
    {
        switch (task.Status)
        {
            case AgentTaskStatus.WaitingApproval:
                Waits(log, task.NextStep!.Number, task.NextStep.ToolName);
                break;
            case AgentTaskStatus.Completed:
                Completed(log);
                break;
            default:
                Ended(log, task.Status, task.StatusReason);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the lease is gone: {Reason}")]
    public static partial void Lost(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "stops, and gives its task back")]
    public static partial void GaveBack(ILogger log);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    public static partial void Failed(ILogger log, string problem);

    [LoggerMessage(LogLevel.Information, "claimed \"{Title}\" (lease {Token}, until {Until:HH:mm:ss.f'Z'})")]
    private static partial void Claimed(ILogger log, string title, long token, DateTimeOffset until);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: was done before, and is not done again")]
    private static partial void DoneBefore(ILogger log, int number, string? tool);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: was begun under lease {Token} and never finished")]
    private static partial void BegunBefore(ILogger log, int number, string? tool, long token);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: was approved by {Approver}")]
    private static partial void Approved(ILogger log, int number, string? tool, string approver);

    [LoggerMessage(LogLevel.Information, "step {Number} {Tool}: " + Waiting + "; nobody holds the task meanwhile")]
    private static partial void Waits(ILogger log, int number, string? tool);

    [LoggerMessage(LogLevel.Information, TaskCompleted)]
    private static partial void Completed(ILogger log);

    [LoggerMessage(LogLevel.Warning, "the task is {Status}: {Reason}")]
    private static partial void Ended(ILogger log, AgentTaskStatus status, string? reason);
}
