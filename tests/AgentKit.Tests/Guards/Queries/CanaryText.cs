using System.Text.RegularExpressions;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>The lines of the canary: the name that it reports, and the table that it asks.</summary>
internal static partial class CanaryText
{
    public static IReadOnlyList<(string Name, string Table)> Tables(string sql) =>
        [.. Line().Matches(sql).Select(line => (line.Groups["name"].Value, line.Groups["table"].Value))];

    [GeneratedRegex("""SELECT '(?<name>\w+)'(?: AS TableName)? WHERE EXISTS \(SELECT FROM :"schema"\.(?<table>\w+)\)""")]
    private static partial Regex Line();
}
