namespace AgentKit;

/// <summary>
/// How the buffer has fared since it was made. Every event that was handed over is in exactly one of <paramref name="Written"/>,
/// <paramref name="Pending"/>, <paramref name="Failed"/> and <paramref name="Refused"/>.
/// </summary>
/// <param name="Written">Events that are in the database.</param>
/// <param name="Pending">Events that are not there yet: in memory, on their way, or with a caller who waits for room.</param>
/// <param name="Failed">
/// Events that were taken and are lost: PostgreSQL refused them with an error that another try does not mend, or the host ended before they
/// could be written (those that were on their way then may be there). Each loss is in the host's log as an error too.
/// </param>
/// <param name="Refused">Events that <see cref="IEventBuffer.TryWrite"/> did not take, because the buffer was full or closed.</param>
/// <param name="LastError">The message of the last failure, passing or not; <see langword="null"/> before the first one.</param>
/// <param name="LastErrorAt">When that was, by the host's clock.</param>
public sealed record EventBufferStatistics(
    long Written, long Pending, long Failed, long Refused, string? LastError, DateTimeOffset? LastErrorAt);
