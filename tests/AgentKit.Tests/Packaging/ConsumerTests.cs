using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Packaging;

/// <summary>
/// A stranger's application, outside the solution: it knows the packages only, is built without a warning, and runs.
/// </summary>
[Collection(PackageCollection.Name)]
public sealed partial class ConsumerTests(PackedLibraries packages) : IDisposable
{
    private const string Source = "tests/AgentKit.Consumer";

    /// <summary>Where NuGet keeps what this user has downloaded.</summary>
    private static readonly string Downloaded = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentkit-consumer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task HostAndTests_OfThePackages_BuildWithoutAWarningAndRun()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await CopyAsync();

        var build = await RunAsync(database, "build", "Consumer.slnx", "-warnaserror");
        var host = await RunAsync(database, "run", "--project", "Host", "--no-build");
        var tests = await RunAsync(database, "test", "Tests", "--no-build");

        build.Should().MatchRegex(@"\b0 Warning\(s\)").And.MatchRegex(@"\b0 Error\(s\)");
        host.Should().MatchRegex(@"^(ok  .+\n){10}10 checks passed\s*$");
        tests.Should().MatchRegex("Passed! .* Failed: +0, Passed: +2, Skipped: +0");
        Resolved().Should().BeEquivalentTo(
            new Dictionary<string, string>
            {
                ["agentkit.extensions.ai"] = packages.Version,
                ["agentkit.postgres"] = packages.Version,
                ["agentkit.testing"] = packages.Version,
            },
            "nothing else is taken from a cache in their place");
    }

    /// <summary>Into a folder that no file of the repository lies above.</summary>
    private async Task CopyAsync()
    {
        var source = Repository.PathOf(Source);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file)))
        {
            var target = Path.Combine(_folder.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // The local feed, and besides it what the machine has: its sources are inherited, and what it has downloaded is not downloaded again.
        var config = new XElement(
            "configuration",
            new XElement("packageSources", Add("agentkit-local", PackedLibraries.Feed)),
            new XElement("fallbackPackageFolders", Directory.Exists(Downloaded) ? Add("machine", Downloaded) : null));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), config.ToString());
    }

    private Task<string> RunAsync(ThrowawayDatabase database, params IEnumerable<string> args) => DotnetCommand.RunAsync(
        _folder.FullName,
        new Dictionary<string, string>
        {
            ["AgentKitVersion"] = packages.Version, // a property of the projects
            ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"),
            [AgentKitOptions.ConnectionStringVariable] = database.ConnectionString,
            ["AGENTKIT_TEST_CONNECTION_STRING"] = database.DirectConnectionString, // its tests copy databases, which a pooler keeps open
        },
        args);

    /// <summary>The packages of AgentKit that were unpacked for the consumer, with their version.</summary>
    private Dictionary<string, string> Resolved() =>
        _folder.CreateSubdirectory("packages").EnumerateDirectories("agentkit.*")
            .ToDictionary(package => package.Name, package => package.EnumerateDirectories().Single().Name);

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();
}
