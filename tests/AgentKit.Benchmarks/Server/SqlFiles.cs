namespace AgentKit.Benchmarks.Server;

/// <summary>The statements of the baselines and of the server's set-up, each in a file of its own.</summary>
internal static class SqlFiles
{
    public static string Read(string name) => Read(typeof(SqlFiles), name);

    /// <summary>A statement of AgentKit itself, as it stands in <c>sql/queries</c>.</summary>
    public static string ReadFromLibrary(string query) => Read(typeof(AgentScope), $"sql/queries/{query}.sql");

    private static string Read(Type assembly, string name)
    {
        using var stream = assembly.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.Assembly.GetName().Name} holds no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
