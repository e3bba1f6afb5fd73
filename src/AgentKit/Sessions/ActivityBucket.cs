namespace AgentKit;

/// <summary>
/// The time of a session's last activity as its index holds it. Were the exact time indexed, every commit would have to touch the index; in
/// five minutes' steps nearly none does.
/// </summary>
internal static class ActivityBucket
{
    private static readonly long Ticks = TimeSpan.FromMinutes(5).Ticks;

    public static DateTimeOffset Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Ticks), TimeSpan.Zero);
}
