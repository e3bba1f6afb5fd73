using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What an event must look like before anything is sent, and before it is buffered.</summary>
internal static class EventGuard
{
    public const int MaxNameLength = 200;
    public const int MaxPage = 1_000;
    public const int MaxEvents = 10_000;

    /// <summary>Of the payloads of one statement, in UTF-16 characters: far from the gigabyte that a message to PostgreSQL may have.</summary>
    public const int MaxPayloads = 64 * 1024 * 1024;

    /// <summary>Checks an event; <paramref name="now"/> is its time if it has none.</summary>
    public static CheckedEvent Check(NewEvent newEvent, DateTimeOffset now, ContentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        IdGuard.RequireOrdered(newEvent.Id, nameof(newEvent.Id));

        // The last instant is infinity to PostgreSQL.
        if (newEvent.OccurredAt is { } time && (time < DateTimeOffset.UnixEpoch || time.UtcTicks == DateTimeOffset.MaxValue.UtcTicks))
        {
            throw new ArgumentOutOfRangeException(nameof(newEvent.OccurredAt), time, "The time is not between 1970 and 9999.");
        }

        return new CheckedEvent(
            newEvent.Id,
            newEvent.OccurredAt ?? now,
            EventCategoryNames.Of(newEvent.Category),
            TextGuard.Require(newEvent.Type, MaxNameLength, nameof(newEvent.Type)),
            newEvent.SessionId,
            newEvent.RunId,
            TextGuard.Optional(newEvent.ToolName, MaxNameLength, nameof(newEvent.ToolName)),
            newEvent.Payload is { } payload ? VerbatimJson.Write(payload, limits.EventPayloadBytes, nameof(newEvent.Payload)) : null);
    }

    /// <summary>Checks events of one statement.</summary>
    public static List<CheckedEvent> Check(IReadOnlyList<NewEvent> newEvents, DateTimeOffset now, ContentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(newEvents);
        if (newEvents.Count > MaxEvents)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are {newEvents.Count} events, more than the {MaxEvents} allowed at once."), nameof(newEvents));
        }

        var events = new List<CheckedEvent>(newEvents.Count);
        var payloads = 0L;
        for (var i = 0; i < newEvents.Count; i++)
        {
            try
            {
                events.Add(Check(newEvents[i], now, limits));
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Event {i} cannot be recorded: {exception.Message}"), nameof(newEvents), exception);
            }

            payloads += events[^1].Payload?.Length ?? 0;
        }

        return payloads <= MaxPayloads
            ? events
            : throw new ArgumentException(
                FormattableString.Invariant($"The payloads have {payloads} characters, more than the {MaxPayloads} allowed at once."),
                nameof(newEvents));
    }

    /// <summary>Checks a filter but for its cursor.</summary>
    public static void Check(EventFilter filter)
    {
        CountGuard.Require(filter.Limit, MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.Type, MaxNameLength, nameof(filter.Type));
        TextGuard.Optional(filter.ToolName, MaxNameLength, nameof(filter.ToolName));
        if (filter.Category is { } category)
        {
            EventCategoryNames.Of(category);
        }
    }
}
