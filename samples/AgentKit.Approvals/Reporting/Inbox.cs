namespace AgentKit.Approvals.Reporting;

/// <summary>What waits for a person, with what that person needs to decide.</summary>
internal static class Inbox
{
    public static async Task WriteAsync(TextWriter output, Page<PendingApproval> page, TimeProvider time)
    {
        var more = page.Next is null ? "" : ", and more";
        await output.WriteLineAsync(page.Items.Count switch
        {
            0 => "nothing waits for a person",
            1 => $"1 step waits for a person{more}:",
            var count => $"{count} steps wait for a person{more}:",
        });
        foreach (var step in page.Items)
        {
            var waits = time.GetUtcNow() - step.WaitingSince;
            await output.WriteLineAsync($"{step.TaskId}/{step.StepNumber}  {Words.Printable(step.StepTitle)}, waiting for {waits.TotalSeconds:N0} s");
            await output.WriteLineAsync($"  it is step {step.StepNumber} of \"{Words.Printable(step.TaskTitle)}\"");
            await output.WriteLineAsync($"  it would run {step.ToolName} {Words.Json(step.Input)}");
            if (step.TaskDescription is { } description)
            {
                await output.WriteLineAsync($"  {Words.Printable(description)}");
            }
        }
    }
}
