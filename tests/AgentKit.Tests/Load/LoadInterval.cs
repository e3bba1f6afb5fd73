namespace AgentKit.Tests.Load;

/// <summary>One part of a run.</summary>
/// <param name="CallsPerSecond">What was acknowledged in it.</param>
/// <param name="Bytes">What the process held at its end, after a full collection.</param>
internal sealed record LoadInterval(double CallsPerSecond, long Bytes)
{
    public const int Count = 8;
}
