using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>A trimmed host keeps what the library reaches by reflection only: the rows that Dapper fills.</summary>
public sealed partial class TrimmingTests
{
    private const string Descriptor = "src/AgentKit/ILLink.Descriptors.xml";

    private static readonly string[] Values = ["Guid", "DateTime", "string", "int", "long", "bool"];

    private static IReadOnlyList<string> Kept { get; } =
        [.. XDocument.Load(Repository.PathOf(Descriptor)).Descendants("type").Select(type => (string)type.Attribute("fullname")!)];

    [Fact]
    public void Row_ThatDapperFills_IsKept()
    {
        var rows = SourceFiles.Find("src/AgentKit", "*.cs")
            .SelectMany(file => Reading().Matches(SourceFiles.Read(file)).Select(match => match.Groups["row"].Value))
            .Where(row => !Values.Contains(row) && !TypeParameter().IsMatch(row))
            .Distinct()
            .ToList();

        rows.Should().HaveCountGreaterThan(25);
        rows.Where(row => !Kept.Any(pattern => Matches(pattern, $"AgentKit.{row}")))
            .Should().BeEmpty("call them {0}, or add them to {1}", "…Row", Descriptor);
    }

    [Fact]
    public void Type_ThatIsKept_Exists() =>
        Kept.Where(pattern => !LibraryAssemblies.AgentKit.GetTypes().Any(type => Matches(pattern, type.FullName!)))
            .Should().BeEmpty("the trimmer warns about what is not there");

    private static bool Matches(string pattern, string name) =>
        Regex.IsMatch(name, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$");

    [GeneratedRegex(@"\b(?:Read(?:List|Until|SingleOrDefault)|Query|List|SingleOrDefault|Write)Async<(?<row>\w+)>")]
    private static partial Regex Reading();

    [GeneratedRegex("^T([A-Z].*)?$")]
    private static partial Regex TypeParameter();
}
