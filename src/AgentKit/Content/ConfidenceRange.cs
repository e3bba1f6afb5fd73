namespace AgentKit;

/// <summary>The range of a confidence: 0 to 1, both included. NaN is in no range.</summary>
internal static class ConfidenceRange
{
    internal static bool IsValid(double value) => value is >= 0 and <= 1;

    internal static double Require(double value, string paramName) =>
        IsValid(value) ? value : throw new ArgumentOutOfRangeException(paramName, value, "A confidence is a number from 0 to 1.");
}
