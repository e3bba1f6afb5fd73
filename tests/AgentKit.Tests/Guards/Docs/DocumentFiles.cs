using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>What is written for people.</summary>
internal static class DocumentFiles
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal),
        .. new[] { "docs", "src", "samples", "sql", "tests" }.SelectMany(folder => SourceFiles.Find(folder, "*.md")),
    ];
}
