using System.Text.Json;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class ToolRunAttempts : IScopeAttempts
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    public Type Subject => typeof(IToolRunLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync(Guid)"] = async (t, s) => await t.ToolRuns.GetAsync(s, t.ToolRun.Id),
        ["ListAsync(ToolRunFilter)"] = async (t, s) => (await t.ToolRuns.ListAsync(s)).Items.FirstOrDefault(),
        ["ReplayAsync(Guid)"] = async (t, s) => await t.ToolRuns.ReplayAsync(s, t.Session.Id).FirstOrDefaultAsync(),
        ["GetStatisticsAsync(DateTimeOffset?, DateTimeOffset?)"] = async (t, s) => (await t.ToolRuns.GetStatisticsAsync(s)).FirstOrDefault(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["StartAsync(NewToolRun)"] = async (t, s) => await t.ToolRuns.StartAsync(s, new NewToolRun(t.Session.Id, "stolen", Json)),
        ["SucceedAsync(Guid, JsonElement)"] = async (t, s) => await t.ToolRuns.SucceedAsync(s, t.ToolRun.Id, Json),
        ["FailAsync(Guid, ToolError)"] = async (t, s) => await t.ToolRuns.FailAsync(s, t.ToolRun.Id, new ToolError("stolen")),
        ["CancelAsync(Guid, string)"] = async (t, s) => await t.ToolRuns.CancelAsync(s, t.ToolRun.Id),
        ["RecordAsync(CompletedToolRun)"] = async (t, s) => await t.ToolRuns.RecordAsync(
            s, new CompletedToolRun(t.Session.Id, "stolen", Json) { StartedAt = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Output = Json }),
        ["RunAsync<TInput, TResult>(Guid, string, TInput, Func<CancellationToken, Task<TResult>>)"] = async (t, s) =>
            await t.ToolRuns.RunAsync(s, t.Session.Id, "stolen", 1, _ => Task.FromResult("ran")),
        ["RunAsync<TResult>(NewToolRun, Func<CancellationToken, Task<TResult>>)"] = async (t, s) =>
            await t.ToolRuns.RunAsync(s, new NewToolRun(t.Session.Id, "stolen", Json), _ => Task.FromResult("ran")),
        ["SweepAsync(TimeSpan, int, TimeSpan?)"] = async (t, s) => (await t.ToolRuns.SweepAsync(s, TimeSpan.FromTicks(1))).FirstOrDefault(),
    };
}
