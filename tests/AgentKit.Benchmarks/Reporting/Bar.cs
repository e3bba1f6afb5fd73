namespace AgentKit.Benchmarks.Reporting;

/// <summary>A bar of a picture.</summary>
/// <param name="Label">On its left.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">On its right.</param>
/// <param name="IsOwn">Whether it is AgentKit's.</param>
internal sealed record Bar(string Label, double Value, string Text, bool IsOwn);
