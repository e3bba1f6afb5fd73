using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>A step is completed once, by who held the task when they began to, in its turn, and after its approval.</summary>
internal static class StepCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var steps = end.Steps.ToDictionary(step => (step.TaskId, step.Number));
        var completions = history.Of<TaskCalls.CompleteStep, AgentTask>().ToLookup(call => (call.Request.Lease.TaskId, call.Request.Step));
        return history.Of<TaskCalls.Create, AgentTask>()
            .Where(create => create.IsDone && !steps.ContainsKey((create.Request.TaskId, 1)))
            .Select(create => new Violation(Rule.LostWrite, $"{create}"))
            .Concat(end.Steps.SelectMany(step => CheckStep(step, [.. completions[(step.TaskId, step.Number)]], steps)))
            .Concat(CheckReads(history));
    }

    private static IEnumerable<Violation> CheckStep(
        StoredStep step, CallOf<TaskCalls.CompleteStep, AgentTask>[] completions, Dictionary<(Guid, int), StoredStep> steps)
    {
        var deciding = completions.SingleOrDefault(call => call.Request.Output == step.Output);
        if (step.Status == "completed")
        {
            if (deciding is null)
            {
                yield return new(Rule.NobodysWrite, $"{step}");
            }
            else if (!deciding.MayHaveHappened)
            {
                yield return new(Rule.AppliedThoughRefused, $"{step} by {deciding}");
            }
            else if (deciding.IsUnknown && deciding.Request.Lease.FencingToken != step.FencingToken)
            {
                yield return new(Rule.StaleWorker, $"{step} by {deciding}");
            }

            if (step.Number > 1 && steps[(step.TaskId, step.Number - 1)].Status != "completed")
            {
                yield return new(Rule.BrokenSequence, $"{step} after {steps[(step.TaskId, step.Number - 1)]}");
            }
        }

        if (step is { NeedsApproval: true, Status: "completed" or "in_progress", Approved: not true })
        {
            yield return new(Rule.NotApproved, $"{step}");
        }

        foreach (var call in completions.Where(call => call.IsDone))
        {
            // Completing again under the same lease is answered with what there is.
            if (step.Status != "completed")
            {
                yield return new(Rule.LostWrite, $"{step} by {call}");
            }
            else if (call.Request.Lease.FencingToken != step.FencingToken)
            {
                yield return new(Rule.StaleWorker, $"{step} by {call}");
            }
        }
    }

    private static IEnumerable<Violation> CheckReads(History history)
    {
        var done = history.Of<TaskCalls.CompleteStep, AgentTask>().Where(call => call.IsDone).ToLookup(call => call.Request.Lease.TaskId);
        return
            from read in history.Of<TaskCalls.Read, AgentTask>()
            where read.IsDone
            from call in done[read.Request.TaskId]
            where call.Ended < read.Begun && read.Answer!.Steps[call.Request.Step - 1].Status != TaskStepStatus.Completed
            select new Violation(Rule.StaleRead, $"{read} after {call}");
    }
}
