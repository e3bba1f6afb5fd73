namespace AgentKit.Benchmarks.Measuring;

/// <summary>How long it may take.</summary>
/// <param name="Rounds">How often each variant has its turn.</param>
/// <param name="Slice">How long a turn is.</param>
/// <param name="WarmUp">How long each variant runs beforehand, so that its code is compiled and its statements are prepared.</param>
internal sealed record Effort(int Rounds, TimeSpan Slice, TimeSpan WarmUp)
{
    public static Effort Full { get; } = new(Rounds: 20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    /// <summary>Many points, of which the way they go matters more than each.</summary>
    public static Effort Series { get; } = new(Rounds: 8, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    /// <summary>For a look: the spread says how much it is worth.</summary>
    public static Effort Quick { get; } = new(Rounds: 3, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));

    public bool IsQuick => this == Quick;
}
