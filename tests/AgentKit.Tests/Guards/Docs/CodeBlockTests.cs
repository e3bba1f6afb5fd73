using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>The mechanism that checks the documents finds what a reader would stumble over.</summary>
public class CodeBlockTests
{
    private const string Program =
        """
        using AgentKit;
        using Microsoft.Extensions.DependencyInjection;

        var services = new ServiceCollection();
        services.AddAgentKit().AddAgent(new AgentDefinition("support", "Support"));
        await using var provider = services.BuildServiceProvider();
        Console.WriteLine(await provider.GetRequiredService<IMigrator>().UpAsync());
        """;

    [Fact]
    public void Read_Document_FindsTheBlocksOfCSharp()
    {
        const string Markdown =
            "# Title\n```csharp\nvar a = 1;\n```\n\n```bash\n```csharp\n```\n"
            + "1. item\n   ~~~csharp run\n   if (a)\n       b();\n   ~~~\n````csharp snippet\n```\n````\n";

        MarkdownReader.Read("a.md", Markdown).Should().Equal(
            new CodeBlock("a.md", 3, CodeBlockKind.Program, "var a = 1;"),
            new CodeBlock("a.md", 11, CodeBlockKind.Run, "if (a)\n    b();"),
            new CodeBlock("a.md", 15, CodeBlockKind.Snippet, "```"));
    }

    [Theory]
    [InlineData("text\n```csharp ignore\n```", "a.md(2)*'csharp ignore'*")]
    [InlineData("```cs\n```", "a.md(1)*'cs'*")]
    [InlineData("```C#\n```", "a.md(1)*'C#'*")]
    [InlineData("```csharp\nvar a = 1;", "a.md(1)*never closed*")]
    public void Read_BlockThatWouldEscape_IsRefused(string markdown, string message)
    {
        var read = () => MarkdownReader.Read("a.md", markdown);

        read.Should().Throw<FormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData(Program)]
    [InlineData("namespace MyApp;\n\npublic class Chat(AgentKit.ISessionStore sessions)\n{\n    public object Store => sessions;\n}")]
    public void Problems_OfAWholeFile_AreNone(string code) => Compile("csharp", code).Should().BeEmpty();

    [Theory]
    [InlineData("session = await sessions.GetAsync(scope, session.Id, cancellationToken);")]
    [InlineData("var session = await sessions.CreateAsync(scope, new NewSession(\"support\"));\nConsole.WriteLine(session.Version);")]
    [InlineData("services.AddAgentKit(options => options.MigrateAtStart = true);")]
    [InlineData("using System.Text.Json;\n\nConsole.WriteLine(JsonSerializer.Serialize(await agents.GetToolsAsync(scope, \"support\")));")]
    public void Problems_OfASnippetThatUsesItsSurroundings_AreNone(string code) => Compile("csharp snippet", code).Should().BeEmpty();

    [Theory]
    [InlineData("csharp", "var scope = 1;\nvar b = new NoSuchType();", "docs/a.md(5): CS0246: *NoSuchType*")]
    [InlineData("csharp", "Console.WriteLine(1);\nConsole.WriteLine(scope);", "docs/a.md(5): CS0103: *scope*")]
    [InlineData("csharp", "string a = null;\nConsole.WriteLine(a);", "docs/a.md(4): CS8600: *")]
    [InlineData("csharp snippet", "await sessions.NoSuchMethodAsync(scope);", "docs/a.md(4): CS1061: *NoSuchMethodAsync*")]
    [InlineData("csharp snippet", "var a = FluentAssertions.Execution.Execute.Assertion;", "docs/a.md(4): CS0103: *FluentAssertions*")]
    [InlineData("csharp run", "var a = ;", "docs/a.md(4): CS1525: *")]
    public void Problems_OfABlockThatDoesNotCompile_AreToldByFileAndLine(string info, string code, string problem) =>
        Compile(info, code).Should().ContainMatch(problem);

    [Fact]
    public async Task RunAsync_Program_WorksOnTheDatabaseOfItsEnvironment()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        var block = Block("csharp run", Program + "\nConsole.Error.WriteLine(\"done\");");

        var (exitCode, output) = await BlockRunner.RunAsync(block, database.ConnectionString);

        output.Should().Contain("done");
        exitCode.Should().Be(0);
        Environment.GetEnvironmentVariable(AgentKitOptions.ConnectionStringVariable).Should().NotBe(database.ConnectionString);
    }

    [Fact]
    public async Task RunAsync_ProgramThatThrows_FailsWithWhatItWrote()
    {
        var (exitCode, output) = await BlockRunner.RunAsync(
            Block("csharp run", "Console.WriteLine(\"before\");\nthrow new InvalidOperationException(\"why\");"), "Host=nowhere");

        exitCode.Should().NotBe(0);
        output.Should().Contain("before").And.Contain("why");
    }

    private static IReadOnlyList<string> Compile(string info, string code) => BlockCompiler.Problems(Block(info, code));

    private static CodeBlock Block(string info, string code) =>
        MarkdownReader.Read("docs/a.md", $"# Title\n\n```{info}\n{code}\n```\n").Should().ContainSingle().Subject;
}
