namespace AgentKit.Cli;

/// <summary>A time as it was given: fixed, or so long before now.</summary>
internal sealed record Moment(DateTimeOffset? At, TimeSpan Age)
{
    /// <exception cref="UsageException">It is so long ago that there was no calendar.</exception>
    public DateTimeOffset In(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return At ?? (Age < now - DateTimeOffset.UnixEpoch ? now - Age : throw new UsageException("That is too long ago."));
    }
}
