using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>The files of the repository that were written, not built.</summary>
internal static class SourceFiles
{
    private static readonly string[] Built = ["bin", "obj", "TestResults"];

    /// <summary>Paths relative to the root, with forward slashes, in ordinal order. A folder that is not there holds nothing.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var root = Repository.PathOf(folder);
        if (!Directory.Exists(root))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Intersect(Built, StringComparer.Ordinal).Any())
                .Order(StringComparer.Ordinal),
        ];
    }

    public static string Read(string file) => File.ReadAllText(Repository.PathOf(file)).ReplaceLineEndings("\n");

    /// <summary>What a check finds in each of the files, with the file in front.</summary>
    public static IReadOnlyList<string> Check(IEnumerable<string> files, Func<string, IEnumerable<string>> check) =>
        [.. files.SelectMany(file => check(Read(file)).Select(problem => $"{file}: {problem}"))];
}
