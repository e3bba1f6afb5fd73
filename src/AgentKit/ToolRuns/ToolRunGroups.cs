using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>Starts and records of tool runs that travel in groups.</summary>
internal sealed class ToolRunGroups(
    Database database, ResiliencePipelines pipelines, AgentKitOptions options, ILogger<ToolRunGroups> logger)
    : Coalescer<ToolRunEntry, ToolRunRow>(pipelines, options, logger)
{
    protected override async Task<IReadOnlyList<ToolRunRow?>> WriteAsync(Group<ToolRunEntry> group)
    {
        var statement = database.Statement(ToolRunQueries.RecordGroup)
            .Set("Worker", WorkerName.OfThisProcess)
            .Set("ToolRunIds", group.Column(member => member.Id))
            .Set("SessionIds", group.Column(member => member.SessionId))
            .Set("CreatedAts", group.Column(member => member.CreatedAt))
            .Set("TurnNumbers", group.Column(member => member.TurnNumber))
            .Set("StartedAts", group.Column(member => member.StartedAt))
            .Set("CompletedAts", group.Column(member => member.CompletedAt))
            .Set("Attempts", group.Column(member => member.Attempt))
            .Set("ToolNames", group.Column(member => member.ToolName))
            .Set("Statuses", group.Column(member => ToolRunStatusNames.Of(member.Status)))
            .Set("ToolUseIds", group.Column(member => member.ToolUseId))
            .Set("ErrorTypes", group.Column(member => member.Error?.Type))
            .Set("ErrorMessages", group.Column(member => member.Error?.Message))
            .Set("Inputs", group.Column(member => member.Input))
            .Set("Outputs", group.Column(member => member.Output));
        var rows = await database.WriteGroupAsync<ToolRunRow>(group.Scope, group.Users(), group.Callers(), statement).ConfigureAwait(false);
        return group.Match(rows, row => row.ToolRunId);
    }
}
