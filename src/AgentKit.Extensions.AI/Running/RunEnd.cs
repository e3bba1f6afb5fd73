namespace AgentKit.Extensions.AI;

/// <summary>
/// Records that a run has ended without a result. The caller gets what happened, also where this cannot be recorded any more.
/// </summary>
internal static class RunEnd
{
    /// <returns>Whether the run was still this worker's to end: not taken over, and not ended by somebody else.</returns>
    public static async Task<bool> RecordAsync(RunServices services, AgentScope scope, Run run, Exception exception, bool isCanceled)
    {
        try
        {
            await (isCanceled
                ? services.Runs.CancelAsync(scope, run.Lease, "Canceled by its caller.")
                : services.Runs.FailAsync(scope, run.Lease, RunFailure.Of(exception))).ConfigureAwait(false);
            return true;
        }
        catch (Exception problem) when (problem is RunLeaseLostException or InvalidRunStateException)
        {
            return false;
        }
        catch (AgentKitException problem)
        {
            RunLog.EndNotRecorded(services.Logger, problem, run.Id);
            return true;
        }
    }
}
