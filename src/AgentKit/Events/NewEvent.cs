using System.Text.Json;

namespace AgentKit;

/// <summary>An event to be recorded. It belongs to the user of the scope that records it, and to nobody where a service does.</summary>
/// <param name="Category">What kind of thing it is.</param>
/// <param name="Type">What happened, in the host's own words (<c>pre_tool_use</c>, <c>spec_done</c>); 1 to 200 characters.</param>
public sealed record NewEvent(EventCategory Category, string Type)
{
    private readonly DateTimeOffset? _occurredAt;
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly bool _hasOwnId;

    /// <summary>
    /// A UUID v7; lists are in its order and bounds in time are bounds on it. Recording the same id again writes nothing. Default: a new one,
    /// made from <see cref="OccurredAt"/> where that is given. A copy made by <c>with</c> has the same one, unless the copy is given another time.
    /// </summary>
    public Guid Id
    {
        get => _id;
        init
        {
            _id = value;
            _hasOwnId = true;
        }
    }

    /// <summary>
    /// When it happened, between 1970 and 9999, kept to the microsecond. Default: when it is handed over, by the host's clock.
    /// </summary>
    public DateTimeOffset? OccurredAt
    {
        get => _occurredAt;
        init
        {
            _occurredAt = value;
            if (!_hasOwnId && value is { } time && time >= DateTimeOffset.UnixEpoch)
            {
                _id = Guid.CreateVersion7(time);
            }
        }
    }

    /// <summary>The session that it is about; none by default. It need not exist: an event may be about one that was refused or is gone.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The agent's run that it is about; none by default. It need not exist.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The tool that it is about; 1 to 200 characters, none by default.</summary>
    public string? ToolName { get; init; }

    /// <summary>The details; at most <see cref="ContentLimits.EventPayloadBytes"/>, kept verbatim. None by default.</summary>
    public JsonElement? Payload { get; init; }
}
