namespace AgentKit.Tests.Infrastructure;

/// <summary>How long tests that are worth it go on: <c>AGENTKIT_SOAK=00:10:00</c>.</summary>
internal static class Soak
{
    public const string Variable = "AGENTKIT_SOAK";

    /// <summary>None where nobody asks for it: then they take seconds.</summary>
    public static TimeSpan? Time { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : null;
}
