namespace AgentKit.Tests.Faults.Loads;

/// <summary>Writes the same kind of thing again and again.</summary>
internal interface IWriter
{
    /// <summary>The calls of one round, one after the other; each is made again, unchanged, until it succeeds.</summary>
    IEnumerable<Func<Task>> Begin(int round);

    /// <summary>Fails unless all that was begun is there, once.</summary>
    Task CheckAsync();
}
