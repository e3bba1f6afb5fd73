namespace AgentKit;

/// <summary>The names of <see cref="EventCategory"/> in the database.</summary>
internal static class EventCategoryNames
{
    public static string Of(EventCategory category) => category switch
    {
        EventCategory.Hook => "hook",
        EventCategory.Response => "response",
        EventCategory.Phase => "phase",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Unknown event category."),
    };

    public static EventCategory Parse(string name) => name switch
    {
        "hook" => EventCategory.Hook,
        "response" => EventCategory.Response,
        "phase" => EventCategory.Phase,
        _ => throw new DatabaseException("An event has a category that this library does not know.", sqlState: null),
    };
}
