namespace AgentKit.Testing;

/// <summary>How PostgreSQL is installed on this operating system.</summary>
internal static class InstallAdvice
{
    public static string Command()
    {
        if (OperatingSystem.IsWindows())
        {
            return "winget install PostgreSQL.PostgreSQL.17";
        }

        if (OperatingSystem.IsMacOS())
        {
            return "brew install postgresql@17";
        }

        return ForLinux(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
    }

    /// <param name="osRelease">The text of <c>/etc/os-release</c>, which names the distribution and those that it is like.</param>
    public static string ForLinux(string osRelease)
    {
        var names = osRelease.Split('\n')
            .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"').Split(' '))
            .ToHashSet();
        if (names.Overlaps(["fedora", "rhel", "centos"]))
        {
            return "dnf install -y postgresql-server";
        }

        if (names.Contains("alpine"))
        {
            return "apk add postgresql";
        }

        if (names.Overlaps(["suse", "opensuse"]))
        {
            return "zypper install -y postgresql-server";
        }

        return names.Contains("arch") ? "pacman -S --noconfirm postgresql" : "apt-get install -y postgresql";
    }
}
