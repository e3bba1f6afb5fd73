namespace AgentKit.Benchmarks.Scenarios;

/// <summary>How the writers fared in one round.</summary>
/// <param name="Fairness">Updates of the slowest writer by those of the fastest; 1 is fair, 0 is starved.</param>
/// <param name="LongestWait">Of any update, in milliseconds.</param>
/// <param name="Throughput">Updates in a second, of all writers.</param>
internal sealed record ContentionRound(double Fairness, double LongestWait, double Throughput);
