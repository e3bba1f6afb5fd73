namespace AgentKit.Tests.Samples;

/// <summary>The approvals sample as its user starts it.</summary>
internal static class ApprovalsProcess
{
    /// <param name="temporaryFolder">Where it makes its temporary files.</param>
    /// <param name="connectionString">The database of the roles; null for none.</param>
    /// <param name="args">The command line.</param>
    public static SampleProcess Start(string temporaryFolder, string? connectionString, params IEnumerable<string> args) => SampleProcess.Start(
        "AgentKit.Approvals.dll",
        temporaryFolder,
        new Dictionary<string, string?> { ["CLICOLOR_FORCE"] = "1", [AgentKitOptions.ConnectionStringVariable] = connectionString },
        args);
}
