namespace AgentKit.Extensions.AI;

/// <summary>Records that a run has ended without a result. The caller gets what happened, also where this cannot be recorded any
/// more.</summary>
internal static class RunEnd
{
    public static async Task<Run> RecordAsync(RunServices services, AgentScope scope, Run run, Exception exception, bool isCanceled)
    {
        try
        {
            return isCanceled
                ? await services.Runs.CancelAsync(scope, run.Id, "Canceled by its caller.").ConfigureAwait(false)
                : await services.Runs.FailAsync(scope, run.Lease, RunFailure.Of(exception)).ConfigureAwait(false);
        }
        catch (AgentKitException problem)
        {
            RunLog.EndNotRecorded(services.Logger, problem, run.Id);
            return run;
        }
    }
}
