namespace AgentKit.Benchmarks.Measuring;

/// <summary>A variant that does not do its work is not fast, it is broken.</summary>
internal static class Expect
{
    public static void Equal(long expected, long actual)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"A variant did not do its work: {actual} instead of {expected}.");
        }
    }
}
