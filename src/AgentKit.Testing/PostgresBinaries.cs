namespace AgentKit.Testing;

/// <summary>The server programs of one PostgreSQL version.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record PostgresBinaries(string Folder)
{
    private static readonly string[] Names = ["initdb", "postgres", "pg_ctl"];
    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly string Extension = OperatingSystem.IsWindows() ? ".exe" : "";

    public string InitDb => Program(Folder, "initdb");

    public string PgCtl => Program(Folder, "pg_ctl");

    /// <summary>
    /// The folder that the caller or the environment chose, else the first on the <c>PATH</c>, else the newest of the usual folders.
    /// </summary>
    /// <param name="chosen">The caller's folder.</param>
    /// <param name="host">Where to look.</param>
    /// <param name="lookedIn">Takes a line for each place where nothing was found.</param>
    public static PostgresBinaries? Find(string? chosen, HostLookup host, List<string> lookedIn)
    {
        if (chosen is not null)
        {
            return Only(chosen, nameof(ThrowawayPostgresOptions) + "." + nameof(ThrowawayPostgresOptions.BinDirectory), lookedIn);
        }

        if (host.Value(HostLookup.BinDirectoryVariable) is { } variable)
        {
            return Only(variable, HostLookup.BinDirectoryVariable, lookedIn);
        }

        var path = (host.Value("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var folders = path.Concat(host.UsualFolders.SelectMany(Expand).OrderByDescending(VersionIn));
        if (folders.FirstOrDefault(AreIn) is { } found)
        {
            return new PostgresBinaries(found);
        }

        lookedIn.Add($"initdb, postgres and pg_ctl in the folder of the environment variable {HostLookup.BinDirectoryVariable} (not set)");
        lookedIn.Add("initdb, postgres and pg_ctl on the PATH (not there)");
        lookedIn.AddRange(host.UsualFolders.Select(folder => $"initdb, postgres and pg_ctl in {folder} (not there)"));
        return null;
    }

    // Whoever names a folder wants that version: another one in its place would only hide the mistake.
    private static PostgresBinaries? Only(string folder, string chooser, List<string> lookedIn)
    {
        if (AreIn(folder))
        {
            return new PostgresBinaries(Path.GetFullPath(folder));
        }

        lookedIn.Add($"initdb, postgres and pg_ctl in '{folder}', which {chooser} names (not all three are there)");
        return null;
    }

    private static bool AreIn(string folder) =>
        Names.All(name => File.Exists(Program(folder, name)));

    private static string Program(string folder, string name) => Path.Combine(folder, name + Extension);

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [pattern];
        }

        var start = pattern.LastIndexOfAny(['/', '\\'], star);
        var end = pattern.IndexOfAny(['/', '\\'], star);
        var parent = pattern[..start];
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern[(start + 1)..end]).Select(folder => folder + pattern[end..])
            : [];
    }

    // The version is the last number in the name of the installation: /usr/lib/postgresql/15/bin, /usr/pgsql-17/bin, .../postgresql@16/bin. Digits
    // before that say nothing: a home may have them too.
    private static Version VersionIn(string folder)
    {
        var installation = Path.GetFileName(Path.GetDirectoryName(folder)) ?? "";
        var end = installation.LastIndexOfAny(Digits) + 1;
        var start = end;
        while (start > 0 && (char.IsAsciiDigit(installation[start - 1]) || installation[start - 1] == '.'))
        {
            start--;
        }

        // A major version alone is no Version yet.
        return Version.TryParse(installation[start..end] + ".0", out var version) ? version : new Version(0, 0);
    }
}
