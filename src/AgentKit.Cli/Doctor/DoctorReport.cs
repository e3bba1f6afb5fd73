namespace AgentKit.Cli;

/// <summary>What <c>doctor</c> finds.</summary>
/// <param name="IsHealthy">Whether there is no problem; warnings do not count.</param>
/// <param name="Checks">In the order in which they were made.</param>
internal sealed record DoctorReport(bool IsHealthy, IReadOnlyList<Check> Checks);
