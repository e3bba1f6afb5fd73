using System.Xml.Linq;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>What a registry shows of a package, and where packages come from.</summary>
public class PackageTests
{
    private static readonly string[] Shown =
        ["Description", "PackageTags", "PackageReadmeFile", "PackageLicenseExpression", "PackageIcon", "Authors", "Version"];

    private static readonly string[] OwnSources = ["RestoreSources", "RestoreAdditionalProjectSources"];

    public static TheoryData<string> Projects => [.. SourceFiles.Find("src", "*.csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OfAPackage_SaysWhatARegistryShows(string project)
    {
        var properties = PropertiesOf(project);

        properties.Should().Contain("IsPackable", "true", "what is in src is shipped");
        foreach (var property in Shown)
        {
            properties.GetValueOrDefault(property).Should().NotBeNullOrWhiteSpace(
                "{0} or Directory.Build.props is to set {1}", project, property);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OfAPackage_PacksTheReadmeBesideIt(string project)
    {
        var readme = PropertiesOf(project)["PackageReadmeFile"];
        var folder = Path.GetDirectoryName(Repository.PathOf(project))!;

        File.Exists(Path.Combine(folder, readme)).Should().BeTrue("{0} is shown in the registry", readme);
        Load(project).Descendants("None")
            .Should().Contain(
                item => (string?)item.Attribute("Include") == readme && (string?)item.Attribute("Pack") == "true",
                "{0} is to hold: <None Include=\"{1}\" Pack=\"true\" PackagePath=\"/\" />", project, readme);
    }

    /// <summary>A dependency of ours is one of every host's.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Dependency_OfAPackage_SaysWhyItIsNeeded(string project) =>
        Load(project).Descendants("PackageReference").Where(reference => reference.PreviousNode is not XComment)
            .Select(reference => (string?)reference.Attribute("Include"))
            .Should().BeEmpty("in {0} a comment above each says what it is for", project);

    [Fact]
    public void PackageIds_AreDistinct() =>
        SourceFiles.Find("src", "*.csproj")
            .Select(project => PropertiesOf(project).GetValueOrDefault("PackageId") ?? Path.GetFileNameWithoutExtension(project))
            .Should().OnlyHaveUniqueItems().And.NotContain("AgentKit", "that id belongs to another library in the public registry");

    [Fact]
    public void NugetConfig_NamesNoRemoteSource() =>
        Load("nuget.config").Descendants("add")
            .Select(source => (string?)source.Attribute("value") ?? "")
            .Where(value => value.Contains("://", StringComparison.Ordinal) || value.StartsWith(@"\\", StringComparison.Ordinal))
            .Should().BeEmpty("where packages come from is the machine's own matter: remove the source");

    [Fact]
    public void Projects_NameNoRestoreSourceOfTheirOwn() =>
        new[] { "*.csproj", "*.props", "*.targets" }
            .SelectMany(pattern => Directory.EnumerateFiles(Repository.Root, pattern).Select(Path.GetFileName)
                .Concat(new[] { "src", "tests", "samples" }.SelectMany(folder => SourceFiles.Find(folder, pattern))))
            .Where(file => Load(file!).Descendants().Any(property => OwnSources.Contains(property.Name.LocalName)))
            .Should().BeEmpty("where packages come from is the machine's own matter: remove the property");

    /// <summary>Properties as the files set them, the project after Directory.Build.props; conditions are not evaluated.</summary>
    private static Dictionary<string, string> PropertiesOf(string project)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        foreach (var file in new[] { "Directory.Build.props", project })
        {
            foreach (var property in Load(file).Descendants("PropertyGroup").Elements())
            {
                properties[property.Name.LocalName] = property.Value;
            }
        }

        return properties;
    }

    private static XDocument Load(string file) => XDocument.Load(Repository.PathOf(file));
}
