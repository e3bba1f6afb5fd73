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
        var documents = new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }
            .Concat(new[] { "src", "samples", "sql", "tests" }.SelectMany(folder => SourceFiles.Find(folder, "*.md")));

        documents.SelectMany(document => Members(SourceFiles.Read(document))
                .Where(member => !Exists(member.Type, member.Member))
                .Select(member => $"{document}: {member.Type}.{member.Member}"))
            .Should().BeEmpty("a reader looks for it in vain");
    }

    /// <summary>The table of what is covered says for each operation which member does it.</summary>
    [Fact]
    public void Operation_InTheTableOfWhatIsCovered_NamesItsMember()
    {
        var text = SourceFiles.Read(Library).ReplaceLineEndings("\n");
        var start = text.IndexOf("\n## What it covers\n", StringComparison.Ordinal);
        start.Should().BePositive();
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        var rows = text[start..(end < 0 ? text.Length : end)]
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| operation", StringComparison.Ordinal))
            .ToList();

        rows.Should().HaveCountGreaterThan(40);
        rows.Where(row => !Members(row).Any(member => Types.Contains(member.Type))).Should().BeEmpty("each operation has a member that does it");
    }

    private static IEnumerable<(string Type, string Member)> Members(string markdown) =>
        InlineCode().Matches(markdown).Select(match => (match.Groups["type"].Value, match.Groups["member"].Value));

    /// <summary>A name whose first part is no type of the library is somebody else's.</summary>
    private static bool Exists(string type, string member) =>
        !Types.Contains(type)
        || Types[type].SelectMany(candidate => candidate.GetInterfaces().Append(candidate)).Any(candidate => candidate.GetMember(member).Length > 0);

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)(?:\([^`]*\))?`")]
    private static partial Regex InlineCode();
}
