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

    /// <summary>Replaces the tokens; a token that is left over is a mistake in the file and fails.</summary>
    public string Render(string name, string template)
    {
        var sql = template
            .Replace(":\"schema\"", QuoteIdentifier(Schema), StringComparison.Ordinal)
            .Replace(":'schema'", QuoteLiteral(Schema), StringComparison.Ordinal)
            .Replace(":\"app_role\"", QuoteIdentifier(ApplicationRole), StringComparison.Ordinal)
            .Replace(":'app_role'", QuoteLiteral(ApplicationRole), StringComparison.Ordinal);

        var leftOver = Token().Match(template
            .Replace(":\"schema\"", "", StringComparison.Ordinal)
            .Replace(":'schema'", "", StringComparison.Ordinal)
            .Replace(":\"app_role\"", "", StringComparison.Ordinal)
            .Replace(":'app_role'", "", StringComparison.Ordinal));
        if (leftOver.Success)
            throw new InvalidOperationException($"{name} holds the unknown token {leftOver.Value}.");

        return sql;
    }

    private static string QuoteIdentifier(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string QuoteLiteral(string text) =>
        $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("""(?<!:):["'][A-Za-z_]+["']""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
