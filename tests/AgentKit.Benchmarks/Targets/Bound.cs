namespace AgentKit.Benchmarks.Targets;

/// <summary>In which direction a target is reached.</summary>
internal enum Bound
{
    AtLeast = 0,
    AtMost = 1,
}
