using System.Runtime.Versioning;

namespace AgentKit.Tests.Samples;

/// <summary>What is left of a program that made its temporary files in a folder of its own.</summary>
internal static class ApprovalsLeftovers
{
    public static IReadOnlyList<string> FilesIn(string temporaryFolder) =>
        [.. Directory.EnumerateFileSystemEntries(temporaryFolder, "agentkit*")];

    /// <summary>
    /// Processes that name the folder on their command line, as servers do, or in their environment, as roles do. Other systems than Linux do
    /// not show the environment of a process: there it cannot be said.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static IReadOnlyList<string> ProcessesOf(string temporaryFolder) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(process => Read(process, "cmdline").Contains(temporaryFolder) || Read(process, "environ").Contains(temporaryFolder))
            .Select(process => Read(process, "cmdline").Replace('\0', ' '))];

    private static string Read(string process, string name)
    {
        try
        {
            var file = Path.Combine(process, name);
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
