using System.Text.RegularExpressions;

namespace AgentKit.Infrastructure;

/// <summary>
/// Puts the schema and the role into the text of a SQL file. The tokens are psql's own (<c>:"schema"</c>, <c>:'app_role'</c>), so that a
/// database administrator can run the same files by hand.
/// </summary>
internal sealed partial class SqlTemplate(string schema, string applicationRole)
{
    public string Schema { get; } = schema;

    public string ApplicationRole { get; } = applicationRole;

    /// <summary>Replaces the tokens; one that is unknown is a mistake in the file and fails.</summary>
    /// <param name="name">The file, for the message.</param>
    /// <param name="template">Its text.</param>
    /// <param name="login">What <c>:'login'</c> stands for; only <c>roles.sql</c> has it.</param>
    public string Render(string name, string template, string? login = null) =>
        Token().Replace(template, token => token.Value switch
        {
            ":\"schema\"" => QuoteIdentifier(Schema),
            ":'schema'" => QuoteLiteral(Schema),
            ":\"app_role\"" => QuoteIdentifier(ApplicationRole),
            ":'app_role'" => QuoteLiteral(ApplicationRole),
            ":'login'" when login is not null => QuoteLiteral(login),
            _ => throw new InvalidOperationException($"{name} holds the unknown token {token.Value}."),
        });

    public static string QuoteIdentifier(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string QuoteLiteral(string text) =>
        $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(
        """(?<!:):(?<quote>["'])[A-Za-z_]+\k<quote>""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Token();
}
