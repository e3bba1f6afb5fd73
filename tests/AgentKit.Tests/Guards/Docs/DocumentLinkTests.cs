using System.Text.RegularExpressions;
using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>Links lead somewhere.</summary>
public sealed partial class DocumentLinkTests
{
    public static TheoryData<string> All => [.. DocumentFiles.All];

    public static TheoryData<string> Readmes =>
        [.. SourceFiles.Find("src", "*.csproj").Select(project => $"{Path.GetDirectoryName(project)!.Replace('\\', '/')}/README.md")];

    [Theory]
    [MemberData(nameof(All))]
    public void Link_InADocument_LeadsToAFileAndItsHeading(string document) =>
        Targets(document).Where(target => !IsRemote(target)).Select(target => FindProblem(document, target)).OfType<string>()
            .Should().BeEmpty("a reader of {0} follows them", document);

    /// <summary>A registry shows the README of a package alone.</summary>
    [Theory]
    [MemberData(nameof(Readmes))]
    public void Link_InTheReadmeOfAPackage_NeedsNoOtherFile(string document)
    {
        Targets(document).Where(target => !IsRemote(target) && !target.StartsWith('#'))
            .Should().BeEmpty("{0} is shown on the page of its package, where other files are not: name them instead", document);
        SourceFiles.Read(document).Should().NotContain("<img", "registries show no HTML");
    }

    [Theory]
    [InlineData("## What it covers", "what-it-covers")]
    [InlineData("# `isolate` and you: a *guide*, 2", "isolate-and-you-a-guide-2")]
    public void Anchor_OfAHeading_IsThatOfTheWeb(string heading, string anchor) => Anchors(heading).Should().Equal(anchor);

    private static string? FindProblem(string document, string target)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0
            ? Repository.PathOf(document)
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(document))!, path));
        if (!File.Exists(file) && !Directory.Exists(file))
        {
            return $"{target}: there is no such file";
        }

        return anchor is null || Anchors(File.ReadAllText(file)).Contains(anchor) ? null : $"{target}: there is no such heading";
    }

    private static bool IsRemote(string target) =>
        target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal);

    private static IEnumerable<string> Targets(string document) =>
        Link().Matches(Fenced().Replace(SourceFiles.Read(document), "")).Select(match => match.Groups["target"].Value);

    private static IEnumerable<string> Anchors(string markdown) =>
        Heading().Matches(Fenced().Replace(markdown.ReplaceLineEndings("\n"), ""))
            .Select(match => NoAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<fence>`{3,}).*?^\k<fence>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
