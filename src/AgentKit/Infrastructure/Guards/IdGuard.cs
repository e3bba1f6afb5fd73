namespace AgentKit.Infrastructure;

/// <summary>What an id must be before anything is sent.</summary>
internal static class IdGuard
{
    /// <summary>Lists are in the order of the ids, and bounds in time are bounds on them, so the ids of rows have the version that is ordered.</summary>
    private const int OrderedVersion = 7;

    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static void Require(Guid id, string paramName)
    {
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The id is empty.", paramName);
        }
    }

    /// <exception cref="ArgumentException">The id is not a UUID of version 7.</exception>
    public static void RequireOrdered(Guid id, string paramName)
    {
        if (id.Version != OrderedVersion)
        {
            throw new ArgumentException("The id is not a UUID of version 7.", paramName);
        }
    }
}
