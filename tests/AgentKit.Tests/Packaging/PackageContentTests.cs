using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Packaging;

/// <summary>What is in the packages, looked at as they are, not as the projects say.</summary>
[Collection(PackageCollection.Name)]
public sealed class PackageContentTests(PackedLibraries packages)
{
    public static TheoryData<string> Ids => [.. PackedLibraries.Ids];

    /// <summary>The list is a file of the repository: a dependency or a file more is seen in review.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Package_FilesAndDependencies_AreThoseOfTheList(string id)
    {
        using var package = Open(id);
        var list = new StringBuilder();
        foreach (var dependency in package.Dependencies)
        {
            list.Append("needs ").AppendLine(dependency.Replace(packages.Version, "(its own version)", StringComparison.Ordinal));
        }

        foreach (var file in package.Files)
        {
            list.Append("holds ").AppendLine(file);
        }

        await Snapshot.MatchAsync($"tests/AgentKit.Tests/Packaging/Package.{id}.txt", list.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_Metadata_IsWholeAndInventsNothing(string id)
    {
        using var package = Open(id);

        package.Get("id").Should().Be(id);
        package.Get("version").Should().Be(packages.Version);
        package.Metadata.Element("license")!.ToString().Should().Be("""<license type="expression">MIT</license>""");
        package.Get("readme").Should().Be("README.md");
        package.Get("icon").Should().Be("icon.png");
        package.Get("releaseNotes").Should().StartWith("### ").And.NotContain("\n## ", "they are those of one version");
        package.Get("description")!.Length.Should().BeInRange(50, 300);
        package.Get("tags")!.Split(' ').Should().Contain("agentkit").And.HaveCountGreaterThan(4);
        package.Get("projectUrl").Should().BeNull("there is none yet");
        package.Metadata.Element("repository")?.Attribute("url").Should().BeNull("the sources are published nowhere yet");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_Icon_IsASmallSquarePng(string id)
    {
        using var package = Open(id);
        var icon = package.Read("icon.png");

        icon.Take(8).Should().Equal([0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);
        BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)).Should().Be(128, "the icon is as wide as registries show it");
        BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)).Should().Be(128);
        icon.Length.Should().BeLessThan(20_000);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_Readme_IsThatOfTheProject(string id)
    {
        using var package = Open(id);
        var text = Encoding.UTF8.GetString(package.Read("README.md"));

        text.Should().StartWith($"# {id}\n", "the page of a package begins with its name");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_EachAssembly_HasDocumentationAndSymbolsWithAllSources(string id)
    {
        using var package = Open(id);
        using var symbols = new Package(packages.PathOf(id, "snupkg"));
        var assemblies = package.Files.Where(file =>
            Path.GetFileName(file).StartsWith("AgentKit", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal));

        assemblies.Should().NotBeEmpty();
        foreach (var assembly in assemblies)
        {
            var isTool = assembly.StartsWith("tools/", StringComparison.Ordinal); // nobody writes code against it
            if (!isTool)
            {
                var documentation = XDocument.Parse(Encoding.UTF8.GetString(package.Read(Path.ChangeExtension(assembly, "xml"))));
                documentation.Descendants("member").Should().NotBeEmpty("{0} is documented", assembly);
            }

            var name = Path.ChangeExtension(assembly, "pdb");
            var pdb = SymbolFile.Read((isTool ? package : symbols).Read(name));
            pdb.Documents.Should().HaveCountGreaterThan(5).And.OnlyContain(
                document => document.StartsWith("/_/", StringComparison.Ordinal), "no folder of the machine that built it is in it");
            pdb.WithoutSource.Should().BeEmpty("a debugger steps into {0} without a server of sources", assembly);
            Encoding.UTF8.GetString(package.Read(assembly)).Should().NotContain(Repository.Root);
        }
    }

    /// <summary>For whoever applies the migrations by hand and has nothing but the package.</summary>
    [Fact]
    public void Postgres_SqlFolder_HoldsWhatItsReadmeNames()
    {
        using var package = Open("AgentKit.Postgres");
        var readme = Encoding.UTF8.GetString(package.Read("sql/README.md"));

        package.Files.Should().Contain(["sql/roles.sql", "sql/after_restore.sql", "sql/citus.sql", "sql/schema.sql"]);
        package.Files.Count(file => file.EndsWith(".up.sql", StringComparison.Ordinal)).Should().Be(MigrationCatalog.Shipped.LatestVersion);
        readme.Split(' ', '\n').Select(word => word.Trim('"', '`', ';'))
            .Where(word => word.StartsWith("sql/", StringComparison.Ordinal) && !word.Contains('*'))
            .Should().NotBeEmpty().And.BeSubsetOf(package.Files, "a reader of {0} looks for them there", "sql/README.md");
    }

    private Package Open(string id) => new(packages.PathOf(id));
}
