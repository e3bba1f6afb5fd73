using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>The compiler asks for a summary everywhere; this asks that it says something.</summary>
public partial class DocumentationTests
{
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "this", "that", "its", "of", "for", "to", "is", "are", "and", "or", "get", "gets", "set", "sets", "value",
        "represents", "returns", "with", "in", "class", "record", "interface", "enum", "property", "method", "async", "asynchronously",
    };

    private static readonly HashSet<string> PublicNames =
        LibraryAssemblies.PublicTypes.Select(type => type.FullName!.Replace('+', '.')).ToHashSet(StringComparer.Ordinal);

    [Theory]
    [InlineData("AgentKit")]
    [InlineData("AgentKit.Extensions.AI")]
    [InlineData("AgentKit.Testing")]
    public void Summary_OfAnyMember_SaysMoreThanItsName(string assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml");
        var members = XDocument.Load(file).Descendants("member")
            .Select(member => (Name: (string)member.Attribute("name")!, Summary: member.Element("summary")))
            .Where(member => IsPublic(member.Name))
            .ToArray();

        members.Should().NotBeEmpty();
        members
            .Where(member => member.Summary is { } summary && OnlyRepeats(member.Name, TextOf(summary)))
            .Select(member => $"{member.Name}: \"{TextOf(member.Summary!)}\"")
            .Should().BeEmpty("a summary says meaning, unit, range or default, never the name in other words");
    }

    [Theory]
    [InlineData("P:AgentKit.Session.TurnCount", "The turn count.", true)]
    [InlineData("P:AgentKit.Session.TurnCount", "Gets or sets the TurnCount of this session.", true)]
    [InlineData("P:AgentKit.Session.TurnCount", "How many turns it has; 0 when new.", false)]
    [InlineData("M:AgentKit.ISessionStore.GetAsync(AgentKit.AgentScope,System.Guid)", "Gets the session store.", true)]
    [InlineData("M:AgentKit.ISessionStore.GetAsync(AgentKit.AgentScope,System.Guid)", "Reads a session.", false)]
    [InlineData("T:AgentKit.Page`1", "", true)]
    [InlineData("P:AgentKit.Session.IsOpen", "Is open.", true)]
    public void OnlyRepeats_NameAndSummary_AreCompared(string member, string summary, bool expected) =>
        OnlyRepeats(member, summary).Should().Be(expected);

    /// <summary>Whether the type is public that the member is, or belongs to.</summary>
    private static bool IsPublic(string member)
    {
        var path = member[2..].Split('(')[0];
        var type = member.StartsWith("T:", StringComparison.Ordinal) ? path : path[..path.LastIndexOf('.')];
        return PublicNames.Contains(type);
    }

    private static bool OnlyRepeats(string member, string summary)
    {
        var path = member[2..].Split('(')[0].Split('.');
        var known = path.TakeLast(2).SelectMany(Words).ToHashSet(StringComparer.Ordinal);
        return Words(summary).All(word => Fillers.Contains(word) || known.Contains(word) || known.Contains(word.TrimEnd('s')));
    }

    /// <summary>The text a reader sees; a reference counts as a word of it that is not in the name.</summary>
    private static string TextOf(XElement summary) =>
        string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } => " reference ",
            _ => " ",
        })).Trim();

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(word => word.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")]
    private static partial Regex Word();
}
