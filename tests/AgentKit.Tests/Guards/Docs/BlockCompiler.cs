using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>
/// Compiles a block as a reader would who put it into <c>Program.cs</c>: warnings count, and are told by the line of the document.
/// </summary>
internal static class BlockCompiler
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    /// <summary>What the SDK never tells: that an assembly of a later version stands in for an earlier one, as the runtime lets it.</summary>
    private static readonly KeyValuePair<string, ReportDiagnostic>[] SilentInSdk =
        [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)];

    /// <summary>What is wrong with the block, each as <c>README.md(12): CS0103: …</c>.</summary>
    public static IReadOnlyList<string> Problems(CodeBlock block) => Describe(Compile(block).GetDiagnostics());

    /// <summary>Writes the program to a file.</summary>
    public static void Emit(CodeBlock block, string path)
    {
        using var file = File.Create(path);
        var result = Compile(block).Emit(file);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', Describe(result.Diagnostics)));
        }
    }

    private static CSharpCompilation Compile(CodeBlock block)
    {
        var code = CSharpSyntaxTree.ParseText($"#line {block.Line} \"{block.File}\"\n{block.Code}", Language);
        List<SyntaxTree> files = [code, CSharpSyntaxTree.ParseText(SnippetContext.ImplicitUsings, Language)];
        if (block.Kind == CodeBlockKind.Snippet)
        {
            files.Add(CSharpSyntaxTree.ParseText(SnippetContext.Variables, Language));
        }

        var isProgram = code.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: SilentInSdk);
        return CSharpCompilation.Create("Block", files, CompilerReferences.All, options);
    }

    private static string[] Describe(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic =>
            {
                var place = diagnostic.Location.GetMappedLineSpan();
                var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
                return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id}: {message}";
            }),
    ];
}
