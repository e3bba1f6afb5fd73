namespace AgentKit;

/// <summary>What a model call may cost at most, set aside before it is made. At least one of tokens and cost is greater than zero.</summary>
/// <param name="SessionId">The session that it is spent in.</param>
public sealed record NewReservation(Guid SessionId)
{
    /// <summary>A UUID v7. Reserving the same id again returns the reservation as long as it counts. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>
    /// The run that it is spent for: its own limits bind too, and its agent is the one whose budget is asked. It is to be settled by a commit
    /// for the same run. None by default: then the agent is the one that is active in the session.
    /// </summary>
    public Guid? RunId { get; init; }

    /// <summary>Tokens, input and output together: zero, the default, to <see cref="Usage.MaxTokens"/>.</summary>
    public long Tokens { get; init; }

    /// <summary>Money: zero, the default, to <see cref="Usage.MaxCost"/>; kept to ten decimal places, rounded half away from zero.</summary>
    public decimal Cost { get; init; }

    /// <summary>
    /// How long it counts unless it is settled or released before: one second to one day, longer than the call may take. Default: ten minutes.
    /// After that its amounts can be reserved by others; a late settlement is still counted.
    /// </summary>
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromMinutes(10);
}
