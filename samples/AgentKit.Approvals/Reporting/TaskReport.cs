using AgentKit.Approvals.Outside;

namespace AgentKit.Approvals.Reporting;

/// <summary>One task: its steps as AgentKit has them, and what the outside world was asked for.</summary>
internal static class TaskReport
{
    public static async Task WriteAsync(TextWriter output, AgentTask task, IReadOnlyList<OutsideRequest> requests)
    {
        var reason = task.StatusReason is { } text ? $" ({Words.Printable(text)})" : "";
        await output.WriteLineAsync($"{task.Id}  {Words.Printable(task.Title)}: {Name(task.Status)}{reason}");
        foreach (var step in task.Steps)
        {
            var request = requests.FirstOrDefault(request => request.Key == $"{task.Id}/{step.Number}");
            var attempts = step.StartedAt is null ? "" : Words.Count(step.Attempt, "attempt");
            await output.WriteLineAsync(
                $"  {step.Number}  {step.ToolName,-12} {Name(step.Status),-18} {attempts,-10}  {Effect(request)}".TrimEnd());
            foreach (var decision in step.EarlierDecisions.Append(step.Decision).OfType<ApprovalDecision>())
            {
                var comment = decision.Comment is { } said ? $": {Words.Printable(said)}" : "";
                var verdict = decision.IsApproved ? "approved" : "rejected";
                await output.WriteLineAsync($"     {verdict} by {Words.Printable(decision.DecidedBy)} at {Words.Time(decision.DecidedAt)}{comment}");
            }
        }

        if (task.Worker is { } worker)
        {
            await output.WriteLineAsync($"     held by {Words.Printable(worker)} until {Words.Time(task.LeaseExpiresAt!.Value)}");
        }
    }

    private static string Effect(OutsideRequest? request) => request switch
    {
        null => "",
        { TimesAsked: 1 } => $"{request.Service}: asked once, done once",
        _ => $"{request.Service}: asked {request.TimesAsked} times, done once",
    };

    private static string Name(AgentTaskStatus status) => status switch
    {
        AgentTaskStatus.InProgress => "in progress",
        AgentTaskStatus.WaitingApproval => "waiting for approval",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static string Name(TaskStepStatus status) => status switch
    {
        TaskStepStatus.InProgress => "in progress",
        TaskStepStatus.WaitingApproval => "waits for approval",
        _ => status.ToString().ToLowerInvariant(),
    };
}
