using System.Text.Json;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class ToolRunAttempts : IStoreAttempts
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    public Type Store => typeof(IToolRunLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync"] = async (t, s) => await t.ToolRuns.GetAsync(s, t.ToolRun.Id),
        ["ListAsync"] = async (t, s) => (await t.ToolRuns.ListAsync(s)).Items.FirstOrDefault(),
        ["ReplayAsync"] = async (t, s) => await t.ToolRuns.ReplayAsync(s, t.Session.Id).FirstOrDefaultAsync(),
        ["GetStatisticsAsync"] = async (t, s) => (await t.ToolRuns.GetStatisticsAsync(s)).FirstOrDefault(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["StartAsync"] = async (t, s) => await t.ToolRuns.StartAsync(s, new NewToolRun(t.Session.Id, "stolen", Json)),
        ["SucceedAsync"] = async (t, s) => await t.ToolRuns.SucceedAsync(s, t.ToolRun.Id, Json),
        ["FailAsync"] = async (t, s) => await t.ToolRuns.FailAsync(s, t.ToolRun.Id, new ToolError("stolen")),
        ["CancelAsync"] = async (t, s) => await t.ToolRuns.CancelAsync(s, t.ToolRun.Id),
        ["RecordAsync"] = async (t, s) => await t.ToolRuns.RecordAsync(
            s, new CompletedToolRun(t.Session.Id, "stolen", Json) { StartedAt = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Output = Json }),
        ["RunAsync"] = async (t, s) => await t.ToolRuns.RunAsync(s, t.Session.Id, "stolen", 1, _ => Task.FromResult("ran")),
        ["SweepAsync"] = async (t, s) => (await t.ToolRuns.SweepAsync(s, TimeSpan.FromTicks(1))).FirstOrDefault(),
    };
}
