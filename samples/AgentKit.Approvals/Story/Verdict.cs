using AgentKit.Approvals.Outside;

namespace AgentKit.Approvals.Story;

/// <summary>What the story claims, checked against what was stored.</summary>
internal static class Verdict
{
    /// <param name="narrator">Who tells it.</param>
    /// <param name="task">The task as it ended.</param>
    /// <param name="requests">What the outside world was asked for.</param>
    /// <param name="cutOff">The step that was approved, begun, cut off and carried out again.</param>
    public static bool Tell(Narrator narrator, AgentTask task, IReadOnlyList<OutsideRequest> requests, CutOffStep cutOff)
    {
        var step = task.Steps[cutOff.Step.Number - 1];
        var decision = step.Decision;
        var request = requests.SingleOrDefault(request => request.Key == $"{cutOff.Step}");
        (bool Holds, string Fact)[] facts =
        [
            (task.Status == AgentTaskStatus.Completed && task.Steps.All(each => each.Status == TaskStepStatus.Completed),
                "the task is completed, with all of its steps"),
            (decision is { IsApproved: true } && decision.DecidedBy == Actor.Ana.Name,
                $"one decision holds: {decision?.DecidedBy} approved, \"{decision?.Comment}\""),
            (step.Attempt == 2 && step.FencingToken > cutOff.Lease && request?.TimesAsked == 2,
                "the step that was cut off was carried out again, under the lease of the second worker"),
            (request?.Answer == cutOff.Paid && step.Output?.GetRawText() == cutOff.Paid,
                "its key was the same, so the payment provider paid once and gave the same receipt twice"),
            (task.Steps.Where(other => other != step).All(other => other.Attempt == 1)
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
