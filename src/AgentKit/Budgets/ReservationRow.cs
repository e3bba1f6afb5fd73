namespace AgentKit;

/// <summary>A row of <c>budget_reservations</c>, as Dapper maps it by name.</summary>
internal sealed record ReservationRow
{
    public Guid ReservationId { get; init; }

    public Guid SessionId { get; init; }

    public Guid? RunId { get; init; }

    public string AgentId { get; init; } = "";

    public long Tokens { get; init; }

    public decimal Cost { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public Reservation ToReservation() => new(ReservationId, SessionId, RunId, AgentId, Tokens, Cost, ExpiresAt);
}
