namespace AgentKit.Tests.Load;

/// <summary>One part of a run.</summary>
/// <param name="CallsPerSecond">What was acknowledged in it.</param>
/// <param name="ControlPerSecond">How many statements went through meanwhile that read and write nothing.</param>
/// <param name="Bytes">What the process held at its end, after a full collection.</param>
internal sealed record LoadInterval(double CallsPerSecond, double ControlPerSecond, long Bytes)
{
    public const int Count = 8;

    /// <summary>What is left when the machine has become faster or slower for everybody.</summary>
    public double Relative => CallsPerSecond / ControlPerSecond;
}
