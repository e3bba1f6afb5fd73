using AgentKit.Testing;

namespace AgentKit.Tests.Testing;

/// <summary>Machines to look for PostgreSQL on, in place of the one that the tests run on.</summary>
internal static class TestHost
{
    public static HostLookup WithNothing { get; } = new() { Variable = _ => null, UsualFolders = [] };

    public static HostLookup With(string variable, string value) => WithNothing with { Variable = name => name == variable ? value : null };

    /// <summary>A folder that looks as if it held the server programs.</summary>
    public static string MakeBinaries(params string[] path)
    {
        var folder = Directory.CreateDirectory(Path.Combine(path)).FullName;
        foreach (var name in new[] { "initdb", "postgres", "pg_ctl" })
        {
            File.WriteAllText(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name), "");
        }

        return folder;
    }
}
