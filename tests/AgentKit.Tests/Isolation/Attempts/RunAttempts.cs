using System.Text.Json;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class RunAttempts : IScopeAttempts
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    private static readonly Usage Usage = new() { InputTokens = 1 };

    public Type Subject => typeof(IRunStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync(Guid)"] = async (t, s) => await t.Runs.GetAsync(s, t.Run.Id),
        ["FindAsync(Guid)"] = async (t, s) => await t.Runs.FindAsync(s, t.Run.Id),
        ["ListAsync(RunFilter)"] = async (t, s) =>
        {
            List<Run> found = [];
            foreach (var filter in new RunFilter[] { new(), new() { SessionId = t.Session.Id }, new() { ParentRunId = t.Run.Id } })
            {
                found.AddRange((await t.Runs.ListAsync(s, filter)).Items);
            }

            return found.FirstOrDefault();
        },
        ["FindAbandonedAsync(int)"] = async (t, s) => (await t.Runs.FindAbandonedAsync(s)).FirstOrDefault(),
        ["FindResumableAsync(Guid, string)"] = async (t, s) => await t.Runs.FindResumableAsync(s, t.Session.Id),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["StartAsync(NewRun)"] = async (t, s) => await t.Runs.StartAsync(s, new NewRun(t.Session.Id)),
        ["AddUsageAsync(Guid, Guid, Usage, Guid?, Guid?)"] = async (t, s) => await t.Runs.AddUsageAsync(s, t.Session.Id, t.Run.Id, Usage),
        ["RenewAsync(RunLease, TimeSpan?)"] = async (t, s) => await t.Runs.RenewAsync(s, t.Run.Lease),
        ["SaveCheckpointAsync(RunLease, JsonElement, string)"] = async (t, s) => await t.Runs.SaveCheckpointAsync(s, t.Run.Lease, Json),
        ["SetProviderSessionAsync(RunLease, string)"] = async (t, s) => await t.Runs.SetProviderSessionAsync(s, t.Run.Lease, "stolen"),
        ["CompleteAsync(RunLease)"] = async (t, s) => await t.Runs.CompleteAsync(s, t.Run.Lease),
        ["FailAsync(RunLease, RunError)"] = async (t, s) => await t.Runs.FailAsync(s, t.Run.Lease, new RunError("stolen")),
        ["CancelAsync(Guid, string)"] = async (t, s) => await t.Runs.CancelAsync(s, t.Run.Id),
        ["CancelAsync(RunLease, string)"] = async (t, s) => await t.Runs.CancelAsync(s, t.Run.Lease),
        ["TakeOverAsync(Guid, string, TimeSpan?, Guid?)"] = async (t, s) => await t.Runs.TakeOverAsync(s, t.AbandonedRun.Id),
    };
}
