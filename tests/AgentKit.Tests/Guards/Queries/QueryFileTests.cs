using System.Reflection;
using AgentKit.Infrastructure;
using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>Query files and the names by which the library asks for them belong together.</summary>
public class QueryFileTests
{
    private const string Folder = "sql/queries/";

    private static string[] Files => [.. SourceFiles.Find(Folder, "*.sql").Select(file => file[Folder.Length..^".sql".Length])];

    private static IEnumerable<FieldInfo> Constants =>
        LibraryAssemblies.AgentKit.GetTypes()
            .Where(type => type.Name.EndsWith("Queries", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(LibraryAssemblies.Declared))
            .Where(constant => constant.IsLiteral && constant.FieldType == typeof(string));

    [Fact]
    public void Constant_OfAQueriesClass_NamesAFile() =>
        Constants.Where(constant => !Files.Contains((string)constant.GetRawConstantValue()!))
            .Select(constant => $"{LibraryAssemblies.Describe(constant)} = \"{constant.GetRawConstantValue()}\"")
            .Should().BeEmpty("the constant is to be the path of a file below {0}, without the ending", Folder);

    [Fact]
    public void Constant_OfAQueriesClass_IsCalledLikeItsFile() =>
        Constants
            .Where(constant => Pascal(((string)constant.GetRawConstantValue()!).Split('/')[^1]) != constant.Name)
            .Select(constant => $"{LibraryAssemblies.Describe(constant)} = \"{constant.GetRawConstantValue()}\"")
            .Should().BeEmpty("SomeName stands for some_name.sql");

    [Fact]
    public void File_OfAQuery_IsNamedOnceInTheLibrary()
    {
        var literals = SourceFiles.Find("src/AgentKit", "*.cs")
            .SelectMany(file => CSharpSyntaxTree.ParseText(SourceFiles.Read(file)).GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
            .Select(token => token.ValueText)
            .ToLookup(text => text);

        Files.Where(file => literals[file].Count() != 1)
            .Select(file => $"{Folder}{file}.sql: {literals[file].Count()} times")
            .Should().BeEmpty("one constant or literal is to name it: remove a file that nobody asks for, share a constant that two ask for");
    }

    [Fact]
    public void Catalog_OfTheAssembly_HoldsEveryFile() =>
        new QueryCatalog(new SqlTemplate("agentkit", "agentkit_app")).All.Select(query => query.Name)
            .Should().BeEquivalentTo(Files, "the project embeds sql/queries/**/*.sql");

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
