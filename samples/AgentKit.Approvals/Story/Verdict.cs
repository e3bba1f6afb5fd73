using AgentKit.Approvals.Outside;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Story;

/// <summary>What the story claims, checked against what was stored.</summary>
internal static class Verdict
{
    /// <param name="narrator">Who tells it.</param>
    /// <param name="task">The task as it ended.</param>
    /// <param name="requests">What the outside world was asked for.</param>
    /// <param name="approved">The step that was approved, begun, cut off and carried out again.</param>
    /// <param name="paid">What the payment provider had answered the first time.</param>
    public static bool Tell(
        Narrator narrator, AgentTask task, IReadOnlyList<OutsideRequest> requests, StepReference approved, string paid)
    {
        var index = approved.Number - 1;
        var decision = task.Steps[index].Decision;
        var request = requests.SingleOrDefault(request => request.Key == $"{approved}");
        (bool Holds, string Fact)[] facts =
        [
            (task.Status == AgentTaskStatus.Completed && task.Steps.All(step => step.Status == TaskStepStatus.Completed),
                "the task is completed, with all of its steps"),
            (decision is { IsApproved: true } && decision.DecidedBy == Actor.Ana.Name,
                $"one decision holds: {decision?.DecidedBy} approved, \"{decision?.Comment}\""),
            (task.Steps[index].Attempt == 2 && request?.TimesAsked == 2,
                "the step that was cut off was carried out again, by the second worker"),
            (request?.Answer == paid && task.Steps[index].Output?.GetRawText() == paid,
                "its key was the same, so the payment provider paid once and gave the same receipt twice"),
            (task.Steps.Where(step => step.Number != approved.Number).All(step => step.Attempt == 1)
                && requests.Where(other => other != request).All(other => other.TimesAsked == 1),
                "the steps before and after it were carried out once"),
        ];
        foreach (var (holds, fact) in facts)
        {
            narrator.Verdict(holds, fact);
        }

        return facts.All(fact => fact.Holds);
    }
}
