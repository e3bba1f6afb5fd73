namespace AgentKit.Tests.Histories.EndStates;

/// <summary>What is set aside and was neither settled nor given back.</summary>
internal sealed record StoredReservation(Guid ReservationId, Guid SessionId, long Tokens);
