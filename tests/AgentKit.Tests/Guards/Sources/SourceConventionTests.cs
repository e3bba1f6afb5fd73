using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>House rules of the files.</summary>
public class SourceConventionTests
{
    private const int MostLines = 300;

    /// <summary>They name what they forbid.</summary>
    private const string Guards = "tests/AgentKit.Tests/Guards/";

    private static IReadOnlyList<string> LibraryFiles =>
        [.. SourceFiles.Find("src/AgentKit", "*.cs"), .. SourceFiles.Find("src/AgentKit.Extensions.AI", "*.cs")];

    private static IEnumerable<string> ShippedFiles => SourceFiles.Find("src", "*.cs");

    private static IEnumerable<string> AllFiles =>
        from folder in new[] { "src", "tests", "samples", "sql" }
        from pattern in new[] { "*.cs", "*.sql" }
        from file in SourceFiles.Find(folder, pattern)
        select file;

    [Fact]
    public void File_Any_IsShort() =>
        AllFiles.Where(file => file != "sql/schema.sql")
            .Select(file => (Name: file, Lines: SourceFiles.Read(file).AsSpan().TrimEnd('\n').Count('\n') + 1))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Name}: {file.Lines} lines")
            .Should().BeEmpty("a file of more than {0} lines holds more than one idea: split it", MostLines);

    [Fact]
    public void File_OfTheLibraries_HoldsOnePublicTypeOfItsName() =>
        ShippedFiles.SelectMany(file => CSharpChecks.Types(file, SourceFiles.Read(file)).Select(problem => $"{file} {problem}"))
            .Should().BeEmpty();

    [Fact]
    public void File_OfTheLibrary_HoldsNoSql()
    {
        LibraryFiles.Should().NotBeEmpty();
        SourceFiles.Check(LibraryFiles, CSharpChecks.Sql).Should().BeEmpty();
    }

    [Fact]
    public void File_OfTheLibrary_TouchesNothingProcessGlobal() =>
        SourceFiles.Check(LibraryFiles, CSharpChecks.ProcessGlobals).Should().BeEmpty();

    [Fact]
    public void File_Any_IsFinished() =>
        SourceFiles.Check(AllFiles.Where(file => !file.StartsWith(Guards, StringComparison.Ordinal)), CSharpChecks.UnfinishedWork)
            .Should().BeEmpty();
}
