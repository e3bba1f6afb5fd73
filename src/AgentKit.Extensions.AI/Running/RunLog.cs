using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>What the runner tells the host's log. Names ids, never content.</summary>
internal static partial class RunLog
{
    [LoggerMessage(EventId = 420, Level = LogLevel.Warning, Message = "The event {Type} of run {RunId} was not written")]
    public static partial void EventNotWritten(ILogger logger, Exception exception, string type, Guid runId);

    [LoggerMessage(EventId = 421, Level = LogLevel.Warning,
        Message = "A reply in run {RunId} cannot be stored as it is ({Problem}): what can be stored is")]
    public static partial void TurnFitted(ILogger logger, Guid runId, string problem);

    [LoggerMessage(EventId = 422, Level = LogLevel.Error,
        Message = "The end of run {RunId} could not be recorded: it stays running until its lease expires and it is resumed")]
    public static partial void EndNotRecorded(ILogger logger, Exception exception, Guid runId);

    [LoggerMessage(EventId = 423, Level = LogLevel.Warning, Message = "The lease on {Id} could not be renewed; it is tried again")]
    public static partial void NotRenewed(ILogger logger, Exception exception, Guid id);

    [LoggerMessage(EventId = 424, Level = LogLevel.Warning,
        Message = "Task {TaskId} was decided about elsewhere while its tool ran; the result is kept in the session")]
    public static partial void TaskNotNoted(ILogger logger, Exception exception, Guid taskId);

    [LoggerMessage(EventId = 425, Level = LogLevel.Warning, Message = "The cost of a reply in run {RunId} is not known: it is kept as 0")]
    public static partial void NoCost(ILogger logger, Exception? exception, Guid runId);

    [LoggerMessage(EventId = 426, Level = LogLevel.Warning, Message = "Reservation {ReservationId} was not released; it expires by itself")]
    public static partial void NotReleased(ILogger logger, Exception exception, Guid reservationId);

    [LoggerMessage(EventId = 427, Level = LogLevel.Warning,
        Message = "Task {TaskId} could not be given back: somebody else has it, or gets it when its lease expires")]
    public static partial void TaskNotGivenBack(ILogger logger, Exception exception, Guid taskId);

    [LoggerMessage(EventId = 428, Level = LogLevel.Error, Message = "What a reply in run {RunId} cost could not be counted")]
    public static partial void NotCounted(ILogger logger, Exception exception, Guid runId);
}
