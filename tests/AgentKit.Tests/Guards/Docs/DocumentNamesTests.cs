using System.Text.RegularExpressions;
using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>What the documents name exists: a member that was renamed is renamed there too.</summary>
public sealed partial class DocumentNamesTests
{
    private const string Library = "src/AgentKit/README.md";

    private static readonly ILookup<string, Type> Types = LibraryAssemblies.PublicTypes.ToLookup(type => type.Name.Split('`')[0]);

    [Fact]
    public void Member_NamedInADocument_Exists()
    {
        DocumentFiles.All.SelectMany(document => Members(SourceFiles.Read(document))
                .Where(member => !Exists(member.Type, member.Member))
                .Select(member => $"{document}: {member.Type}.{member.Member}"))
            .Should().BeEmpty("a reader looks for it in vain");
    }

    /// <summary>The table of what is covered says for each operation which member does it, and which tests show it.</summary>
    [Fact]
    public void Operation_InTheTableOfWhatIsCovered_NamesItsMemberAndItsTests()
    {
        var rows = CoveredRows();

        rows.Should().HaveCountGreaterThan(55).And.OnlyContain(row => row.Length == 3, "each has an operation, its members and its tests");
        rows.Where(row => !Members(row[1]).Any(member => Types.Contains(member.Type))).Select(row => row[0])
            .Should().BeEmpty("each operation has a member that does it");
        rows.Where(row => !AnyCode().IsMatch(row[2])).Select(row => row[0]).Should().BeEmpty("each operation has a test that shows it");
        rows.SelectMany(row => AnyCode().Matches(row[2])).Select(match => match.Groups["code"].Value).Where(name => !IsTest(name))
            .Should().BeEmpty("a reader looks for them in vain");
    }

    [Fact]
    public void Test_NamedInADocument_Exists() =>
        DocumentFiles.All.SelectMany(document => AnyCode().Matches(SourceFiles.Read(document))
                .Select(match => match.Groups["code"].Value)
                .Where(name => TestName().IsMatch(name) && !IsTest(name))
                .Select(name => $"{document}: {name}"))
            .Should().BeEmpty("a reader looks for it in vain");

    [Theory]
    [InlineData(nameof(DocumentNamesTests), true)]
    [InlineData($"{nameof(DocumentNamesTests)}.{nameof(Member_NamedInADocument_Exists)}", true)]
    [InlineData($"{nameof(DocumentNamesTests)}.{nameof(CoveredRows)}", false)]
    [InlineData(nameof(MarkdownReader), false)]
    [InlineData("NoSuchTests", false)]
    public void IsTest_Name_IsThatOfATestOrOfAClassOfThem(string name, bool expected) => IsTest(name).Should().Be(expected);

    /// <summary>The cells of the rows of all tables under the heading.</summary>
    private static List<string[]> CoveredRows()
    {
        var text = SourceFiles.Read(Library).ReplaceLineEndings("\n");
        var start = text.IndexOf("\n## What it covers\n", StringComparison.Ordinal);
        start.Should().BePositive();
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return
        [
            .. text[start..(end < 0 ? text.Length : end)]
                .Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| operation", StringComparison.Ordinal))
                .Select(line => line.Trim('|', ' ').Split(" | ")),
        ];
    }

    /// <summary>Whether a class of this assembly is called so and holds tests, or a test of such a class.</summary>
    private static bool IsTest(string name)
    {
        var parts = name.Split('.');
        return typeof(DocumentNamesTests).Assembly.GetTypes()
            .Where(type => type.Name == parts[0])
            .SelectMany(type => type.GetMethods())
            .Any(method => method.IsDefined(typeof(FactAttribute), inherit: true) && (parts.Length == 1 || method.Name == parts[1]));
    }

    private static IEnumerable<(string Type, string Member)> Members(string markdown) =>
        InlineCode().Matches(markdown).Select(match => (match.Groups["type"].Value, match.Groups["member"].Value));

    /// <summary>A name whose first part is no type of the library is somebody else's.</summary>
    private static bool Exists(string type, string member) =>
        !Types.Contains(type)
        || Types[type].SelectMany(candidate => candidate.GetInterfaces().Append(candidate)).Any(candidate => candidate.GetMember(member).Length > 0);

    [GeneratedRegex(@"^\w+Tests(\.\w+)?$")]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex AnyCode();

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)(?:\([^`]*\))?`")]
    private static partial Regex InlineCode();
}
