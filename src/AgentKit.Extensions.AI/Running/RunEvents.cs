using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>The events of a run. They name ids and numbers, never what was said.</summary>
internal sealed class RunEvents(RunServices services, RunState state)
{
    private readonly Lock _lock = new();
    private long _millisecond;
    private int _sequence;

    public ValueTask PhaseAsync(string type, JsonObject? payload = null) => WriteAsync(EventCategory.Phase, type, toolName: null, payload);

    public ValueTask HookAsync(string type, string? toolName = null, JsonObject? payload = null) =>
        WriteAsync(EventCategory.Hook, type, toolName, payload);

    public ValueTask ResponseAsync(string type, string? toolName = null, JsonObject? payload = null) =>
        WriteAsync(EventCategory.Response, type, toolName, payload);

    /// <summary>Waits where the buffer is full, and is not cancelled with the run: how it ended is an event as well.</summary>
    private async ValueTask WriteAsync(EventCategory category, string type, string? toolName, JsonObject? payload)
    {
        var now = services.Time.GetUtcNow();
        try
        {
            await services.Events.WriteAsync(
                state.Scope,
                new NewEvent(category, type)
                {
                    Id = NextId(now),
                    OccurredAt = now,
                    SessionId = state.Session.Id,
                    RunId = state.Run.Id,
                    ToolName = toolName is { Length: > 0 and <= 200 } ? toolName : null,
                    Payload = payload is null ? null : JsonSerializer.SerializeToElement(payload, BlockJsonContext.Default.JsonNode),
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or ArgumentException)
        {
            RunLog.EventNotWritten(services.Logger, exception, type, state.Run.Id);
        }
    }

    /// <summary>Events of one millisecond are listed in the order in which they happened.</summary>
    private Guid NextId(DateTimeOffset now)
    {
        lock (_lock)
        {
            var millisecond = now.ToUnixTimeMilliseconds();
            _sequence = millisecond == _millisecond ? _sequence + 1 : 0;
            _millisecond = millisecond;
            return DerivedId.New(now, _sequence);
        }
    }
}
