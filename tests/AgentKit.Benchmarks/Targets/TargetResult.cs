using AgentKit.Benchmarks.Measuring;

namespace AgentKit.Benchmarks.Targets;

/// <summary>A target and what became of it.</summary>
/// <param name="Target">What was to be reached.</param>
/// <param name="Figure">What was measured; <see langword="null"/> where it was not.</param>
/// <param name="IsReached"><see langword="null"/> where it was not measured.</param>
internal sealed record TargetResult(Target Target, Statistic? Figure, bool? IsReached);
