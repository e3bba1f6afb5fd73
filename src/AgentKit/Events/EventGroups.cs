using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>Single events that travel in groups.</summary>
internal sealed class EventGroups(Database database, ResiliencePipelines pipelines, AgentKitOptions options, ILogger<EventGroups> logger)
    : Coalescer<GroupedEvent, EventRow>(pipelines, options, logger)
{
    protected override async Task<IReadOnlyList<EventRow?>> WriteAsync(Group<GroupedEvent> group)
    {
        var statement = database.Statement(EventQueries.AppendGroup)
            .Set("EventIds", group.Column(member => member.Id))
            .Set("OccurredAts", group.Column(member => member.Event.OccurredAt.ToUniversalTime()))
            .Set("SessionIds", group.Column(member => member.Event.SessionId))
            .Set("RunIds", group.Column(member => member.Event.RunId))
            .Set("EventUserIds", group.Column(member => member.Scope.UserId))
            .Set("Categories", group.Column(member => member.Event.Category))
            .Set("Types", group.Column(member => member.Event.Type))
            .Set("ToolNames", group.Column(member => member.Event.ToolName))
            .Set("Payloads", group.Column(member => member.Event.Payload));
        var rows = await database.WriteGroupAsync<EventRow>(group.Scope, group.Users(), group.Callers(), statement).ConfigureAwait(false);
        return group.Match(rows, row => row.EventId);
    }
}
