using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>What can be seen in one C# file. The compiler's own parser tells comments and texts from code.</summary>
internal static partial class CSharpChecks
{
    /// <summary>Code that changes something for the whole process, or does not belong in a library; with what to do instead.</summary>
    private static readonly (Regex Code, string Remedy)[] Forbidden =
    [
        (new(@"\bSqlMapper\s*\.\s*(AddTypeHandler|AddTypeMap|RemoveTypeMap|SetTypeMap|ResetTypeHandlers)\b"), "map in the row record"),
        (new(@"\b(SetTypeMap|MatchNamesWithUnderscores|DefaultTypeMap)\b"), "name the column in the query: x.some_name AS SomeName"),
        (new(@"\bConsole\s*\."), "log through ILogger"),
        (new(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b"), "ask the TimeProvider"),
        (new(@"\b(DefaultThread)?Current(UI)?Culture\s*=(?!=)"), "pass the culture along"),
        (new(@"\bThread\s*\.\s*Sleep\b"), "await Task.Delay with the TimeProvider"),
        (new(@"\bNotImplementedException\b"), "implement it"),
        (new(@"\bEnvironment\s*\.\s*SetEnvironmentVariable\b"), "variables belong to the process: pass the value along"),
        (new(@"\bAppContext\s*\.\s*SetSwitch\b"), "switches belong to the process: leave them to the host"),
        (new(@"\bNpgsqlConnection\s*\.\s*(GlobalTypeMapper|ClearAllPools)\b"), "use the data source"),
    ];

    public static IEnumerable<string> ProcessGlobals(string text)
    {
        var code = WithoutCommentsAndTexts(text);
        return
            from rule in Forbidden
            from match in rule.Code.Matches(code)
            select $"line {LineOf(text, match.Index)}: {match.Value.Trim()} is not for a library; {rule.Remedy}";
    }

    public static IEnumerable<string> UnfinishedWork(string text) =>
        Unfinished().Matches(text)
            .Select(match => $"line {LineOf(text, match.Index)}: {match.Value}; finish it, or say in the documentation what is missing");

    public static IEnumerable<string> Sql(string text) =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens()
            .Where(token => IsText(token) && Statement().IsMatch(token.ValueText))
            .Select(token => $"line {LineOf(text, token.SpanStart)}: SQL in a string literal; make it a file of sql/queries");

    /// <summary>At most one public type, and a type that is named like the file, up to its first dot.</summary>
    public static IEnumerable<string> Types(string name, string text)
    {
        var types = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot().DescendantNodes(node => node is not TypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(member => (Name: NameOf(member), IsPublic: member.Modifiers.Any(SyntaxKind.PublicKeyword)))
            .ToArray();
        if (types.Length == 0)
        {
            yield break;
        }

        var expected = Path.GetFileName(name).Split('.')[0];
        var shown = types.Where(type => type.IsPublic).Select(type => type.Name).ToArray();
        if (shown.Length > 1)
        {
            yield return $"holds the public types {string.Join(", ", shown)}; give each a file of its own";
        }

        if (shown.Length == 1 && shown[0] != expected)
        {
            yield return $"holds the public type {shown[0]}; name the file {shown[0]}.cs";
        }

        if (shown.Length == 0 && types.All(type => type.Name != expected))
        {
            yield return $"holds {string.Join(", ", types.Select(type => type.Name))}; name the file after one of them";
        }
    }

    /// <summary>Blanks out what is no code, so that places stay where they are.</summary>
    private static string WithoutCommentsAndTexts(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var characters = text.ToCharArray();
        foreach (var trivia in root.DescendantTrivia().Where(IsComment))
        {
            Blank(characters, trivia.FullSpan);
        }

        foreach (var token in root.DescendantTokens().Where(IsText))
        {
            Blank(characters, token.Span);
        }

        return new string(characters);
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static bool IsText(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken
            or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    private static void Blank(char[] characters, Microsoft.CodeAnalysis.Text.TextSpan span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            characters[i] = characters[i] == '\n' ? '\n' : ' ';
        }
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => "",
    };

    private static int LineOf(string text, int position) => text.AsSpan(0, position).Count('\n') + 1;

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(SELECT\s|INSERT\s+INTO\b|UPDATE\s+\S+\s+(AS\s+\w+\s+)?SET\b|DELETE\s+FROM\b"
        + @"|set_config\s*\(|(CREATE|DROP|ALTER)\s+TABLE\b)")]
    private static partial Regex Statement();
}
