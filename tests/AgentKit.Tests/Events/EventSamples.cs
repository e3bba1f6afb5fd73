using System.Text.Json;

namespace AgentKit.Tests.Events;

internal static class EventSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static NewEvent New(string type = "pre_tool_use", EventCategory category = EventCategory.Hook) => new(category, type);

    /// <summary>Events a minute apart, from noon on.</summary>
    public static List<NewEvent> Many(int count, string type = "pre_tool_use") =>
        [.. Enumerable.Range(0, count).Select(i => New(type) with { OccurredAt = Noon.AddMinutes(i), Payload = Json($"{i}") })];

    /// <summary>All pages of a list, one after the other.</summary>
    public static async Task<List<AgentEvent>> AllAsync(this IEventLog log, AgentScope scope, EventFilter? filter = null)
    {
        filter ??= new EventFilter();
        List<AgentEvent> all = [];
        while (true)
        {
            var page = await log.ListAsync(scope, filter);
            all.AddRange(page.Items);
            if (page.Next is null)
            {
                return all;
            }

            filter = filter with { Cursor = page.Next };
        }
    }
}
