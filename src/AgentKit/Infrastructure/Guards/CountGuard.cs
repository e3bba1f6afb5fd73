namespace AgentKit.Infrastructure;

/// <summary>How many rows may be asked for at once.</summary>
internal static class CountGuard
{
    /// <exception cref="ArgumentOutOfRangeException">The count is not one to <paramref name="most"/>.</exception>
    public static void Require(int count, int most, string paramName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, paramName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, most, paramName);
    }
}
