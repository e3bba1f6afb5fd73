using System.Xml.Linq;
using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;
using Xunit;

namespace AgentKit.Tests.Packaging;

/// <summary>
/// What is in <c>src</c>, built for release and packed into the local feed of <c>nuget.config</c> under a version that was never there
/// before, so that no cache can answer in its place. Removed from the feed afterwards.
/// </summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    /// <summary>Beside the feed, so that a second run builds only what has changed; ignored by git.</summary>
    private static readonly string Folder = Repository.PathOf("artifacts/package-tests");

    /// <summary>Package ids, from the projects.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. Projects.Select(project => Property(project, "PackageId") ?? Path.GetFileNameWithoutExtension(project))];

    /// <summary>The folder that <c>nuget.config</c> names.</summary>
    public static string Feed { get; } = Repository.PathOf(
        (string)XDocument.Load(Repository.PathOf("nuget.config")).Descendants("packageSources").Elements("add").Single().Attribute("value")!);

    /// <summary>The version of the packages: a pre-release of the library's own.</summary>
    public string Version { get; } = $"{Property("Directory.Build.props", "Version")}-test.{Guid.NewGuid().ToString("N")[..12]}";

    private static IReadOnlyList<string> Projects => SourceFiles.Find("src", "*.csproj");

    public string PathOf(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        var solution = Path.Combine(Folder, "Packages.slnx");
        await File.WriteAllTextAsync(
            solution,
            new XElement("Solution", Projects.Select(project => new XElement("Project", new XAttribute("Path", $"../../{project}")))).ToString());
        await DotnetCommand.RunAsync(
            Repository.Root,
            new Dictionary<string, string>(),
            "pack",
            solution,
            "--configuration",
            "Release",
            "--artifacts-path",
            Folder,
            $"-p:PackageVersion={Version}",
            $"-p:PackageOutputPath={Feed}",
            "-p:RunAnalyzers=false"); // the build of the solution has run them
    }

    public Task DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Feed, $"*.{Version}.*nupkg"))
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    private static string? Property(string project, string name) =>
        XDocument.Load(Repository.PathOf(project)).Descendants("PropertyGroup").Elements(name).SingleOrDefault()?.Value;
}
