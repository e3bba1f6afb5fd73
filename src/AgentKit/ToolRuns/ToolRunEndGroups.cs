using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>Ends of tool runs that travel in groups.</summary>
internal sealed class ToolRunEndGroups(
    Database database, ResiliencePipelines pipelines, AgentKitOptions options, ILogger<ToolRunEndGroups> logger)
    : Coalescer<GroupedToolRunEnd, ToolRunRow>(pipelines, options, logger)
{
    protected override async Task<IReadOnlyList<ToolRunRow?>> WriteAsync(Group<GroupedToolRunEnd> group)
    {
        var statement = database.Statement(ToolRunQueries.CompleteGroup)
            .Set("ToolRunIds", group.Column(member => member.Id))
            .Set("Statuses", group.Column(member => ToolRunStatusNames.Of(member.End.Status)))
            .Set("CompletedAts", group.Column(member => member.End.At.ToUniversalTime()))
            .Set("Outputs", group.Column(member => member.End.Output))
            .Set("ErrorTypes", group.Column(member => member.End.Error?.Type))
            .Set("ErrorMessages", group.Column(member => member.End.Error?.Message));
        var rows = await database.WriteGroupAsync<ToolRunRow>(group.Scope, group.Users(), group.Callers(), statement).ConfigureAwait(false);
        return group.Match(rows, row => row.ToolRunId);
    }
}
