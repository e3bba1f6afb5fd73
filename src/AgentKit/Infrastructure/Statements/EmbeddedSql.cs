namespace AgentKit.Infrastructure;

/// <summary>The SQL files that the assembly carries, by their path below the <c>sql</c> folder.</summary>
internal static class EmbeddedSql
{
    private const string Root = "sql/";

    /// <summary>The paths below a folder (<c>queries/</c>, <c>migrations/</c>), in ordinal order.</summary>
    public static IEnumerable<string> List(string folder) =>
        typeof(EmbeddedSql).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root + folder, StringComparison.Ordinal))
            .Select(name => name[Root.Length..])
            .Order(StringComparer.Ordinal);

    public static string Read(string path)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(Root + path)
            ?? throw new InvalidOperationException($"The assembly carries no {Root}{path}.");
        using var reader = new StreamReader(stream);

        // A checkout with CRLF must not change the checksum of a migration.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
