namespace AgentKit.Infrastructure;

/// <summary>Whom rows name as their worker where the host gives no name.</summary>
internal static class WorkerName
{
    /// <summary>The machine and the process.</summary>
    public static string OfThisProcess { get; } = FormattableString.Invariant($"{Environment.MachineName}/{Environment.ProcessId}");
}
