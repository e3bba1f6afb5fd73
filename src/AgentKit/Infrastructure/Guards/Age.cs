namespace AgentKit.Infrastructure;

/// <summary>When something was, by its age.</summary>
internal static class Age
{
    /// <summary>The time that is <paramref name="age"/> ago; an age that reaches back further than time does is from its beginning.</summary>
    public static DateTimeOffset Before(DateTimeOffset now, TimeSpan age) =>
        now - DateTimeOffset.MinValue > age ? now - age : DateTimeOffset.MinValue;
}
