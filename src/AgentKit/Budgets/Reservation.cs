namespace AgentKit;

/// <summary>An amount that is set aside for one session until it is settled, released, or expires.</summary>
/// <param name="Id">A UUID v7, made by the client; to be given to <see cref="SessionCommit.ReservationId"/>.</param>
/// <param name="SessionId">The session that it is spent in.</param>
/// <param name="RunId">The run that it is spent for, if any.</param>
/// <param name="AgentId">The agent whose budget it counts for, also when it is settled.</param>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Cost">In the host's currency.</param>
/// <param name="ExpiresAt">When it stops to count, by the clock of the database.</param>
public sealed record Reservation(
    Guid Id, Guid SessionId, Guid? RunId, string AgentId, long Tokens, decimal Cost, DateTimeOffset ExpiresAt);
