using System.Text.Json;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Starts tool runs, and ends those of everybody, in ways that exclude each other.</summary>
internal sealed class ToolActor(Stage stage) : Actor(stage)
{
    private static readonly JsonElement Input = JsonElement.Parse("1");

    protected override async Task PlayAsync()
    {
        if (!Realm.ToolRuns.TryPick(Random, out var toolRun) || OneOf(3))
        {
            await StartAsync();
        }
        else if (OneOf(3))
        {
            var read = new ToolCalls.Read(Realm.User, toolRun);
            await CallAsync(read, token => Host.ToolRuns.GetAsync(read.Scope, toolRun, token));
        }
        else
        {
            await EndAsync(toolRun);
        }
    }

    private async Task StartAsync()
    {
        if (Realm.Sessions.TryPick(Random, out var session))
        {
            var request = new ToolCalls.Start(Realm.User, session, Guid.CreateVersion7());
            var start = new NewToolRun(session, "search", Input) { Id = request.ToolRunId };
            var call = await CallAsync(request, token => Host.ToolRuns.StartAsync(request.Scope, start, token));
            if (call.MayHaveHappened)
            {
                Realm.ToolRuns.Add(request.ToolRunId);
            }
        }
    }

    private async Task EndAsync(Guid toolRun)
    {
        var status = OneOf(2) ? ToolRunStatus.Succeeded : ToolRunStatus.Failed;
        var request = new ToolCalls.End(Realm.User, toolRun, status, Guid.NewGuid().ToString());
        await CallAsync(request, token => status == ToolRunStatus.Succeeded
            ? Host.ToolRuns.SucceedAsync(request.Scope, toolRun, JsonElement.Parse($"\"{request.Mark}\""), token)
            : Host.ToolRuns.FailAsync(request.Scope, toolRun, new ToolError("failed", request.Mark), token));
    }
}
