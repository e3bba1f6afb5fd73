namespace AgentKit.Quickstart.Reading;

/// <summary>Finds the files that the paths of the command line stand for, and reads them.</summary>
internal static class ConversationFiles
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson"];

    /// <exception cref="UsageException">A path does not exist.</exception>
    public static ConversationSet Read(IEnumerable<string> paths)
    {
        var set = new ConversationSet();
        foreach (var (name, path) in paths.SelectMany(Find))
        {
            set.Files++;
            Read(name, path, set);
        }

        return set;
    }

    private static void Read(string name, string path, ConversationSet set)
    {
        try
        {
            new ConversationFile(name, File.ReadAllBytes(path), set).Read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            set.Skipped.Add(new SkippedInput(name, 0, $"cannot be read: {problem.Message}"));
        }
    }

    private static IEnumerable<(string Name, string Path)> Find(string path)
    {
        if (File.Exists(path))
        {
            return [(Path.GetFileName(path), path)];
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no file or folder {path}.");
        }

        return Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(path, file), file));
    }
}
