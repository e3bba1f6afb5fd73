using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>
/// The code in the documents compiles, and what says that it runs, runs. <c>```csharp</c> is a whole program, <c>```csharp run</c> one that
/// is run against a migrated database, <c>```csharp snippet</c> goes on from the surroundings in <see cref="SnippetContext"/>.
/// </summary>
public class DocumentCodeTests
{
    /// <summary>A document without code is no failure; so this is asked for each document, not for each block.</summary>
    public static TheoryData<string> All => [.. DocumentFiles.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Code_InADocument_Compiles(string document) =>
        Blocks(document).SelectMany(BlockCompiler.Problems)
            .Should().BeEmpty("a reader copies the code of {0}: mend it, or mark the block: csharp, csharp snippet, csharp run", document);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Code_ThatSaysItRuns_Runs(string document)
    {
        foreach (var block in Blocks(document).Where(block => block.Kind == CodeBlockKind.Run))
        {
            await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

            var (exitCode, output) = await BlockRunner.RunAsync(block, database.ConnectionString);

            exitCode.Should().Be(0, "{0} is to run; it wrote: {1}", block, output);
        }
    }

    private static IReadOnlyList<CodeBlock> Blocks(string document) => MarkdownReader.Read(document, SourceFiles.Read(document));
}
