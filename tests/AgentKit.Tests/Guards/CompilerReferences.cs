using Microsoft.CodeAnalysis;

namespace AgentKit.Tests.Guards;

/// <summary>
/// What code is compiled against that uses the packages: they, what they bring along, the shared framework, and xUnit, for whoever tests.
/// </summary>
internal static class CompilerReferences
{
    /// <summary>The files that lie beside a program that uses the packages.</summary>
    public static IReadOnlyList<string> Packages { get; } = FilesOf(
        "AgentKit", "AgentKit.Extensions.AI", "AgentKit.Testing", "Dapper", "Microsoft.Extensions.AI.Abstractions", "Npgsql", "Polly.Core");

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. Packages.Concat(FilesOf("xunit.abstractions", "xunit.assert", "xunit.core")).Concat(SharedFramework())
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static string[] FilesOf(params string[] names) =>
        [.. names.Select(name => Path.Combine(AppContext.BaseDirectory, $"{name}.dll"))];

    private static IEnumerable<string> SharedFramework() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));
}
