using System.Text.RegularExpressions;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>
/// The same statements as pgbench takes them. What changes from one to the next is a variable of pgbench, the rest is written into the text
/// once, which gives pgbench fewer parameters to send: it is meant to be the limit.
/// </summary>
internal static partial class PgbenchScript
{
    /// <summary>A client's own session; its id ends in the number of the client.</summary>
    private const string SessionId = "(:prefix || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid";

    private const string OperationId = "(lpad(to_hex(:version::bigint), 20, '0') || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid";

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["WorkspaceId"] = $"'{Sample.Workspace}'",
        ["UserId"] = $"'{Sample.User}'",
        ["Access"] = "'user'",
        ["SessionId"] = SessionId,
        ["OperationId"] = OperationId,
        ["ExpectedVersion"] = ":version::bigint",
        ["Role"] = "'user'",
        ["Content"] = ":content::json",
        ["Now"] = "now()",
        ["ActiveBucket"] = "date_bin('5 minutes', now(), '2000-01-01')",
        ["FromStatuses"] = "ARRAY['active', 'paused', 'handed_off']",
        ["Roles"] = "ARRAY['user']",
        ["Contents"] = "ARRAY[:content]",
        ["CreatedAts"] = "ARRAY[now()]",
        ["InputTokens"] = "0",
        ["OutputTokens"] = "0",
        ["Cost"] = "0",
    };

    /// <summary>The baseline's statement.</summary>
    public static string OfRaw { get; } = $"""
        {Render(SqlFiles.Read("baselines/append.sql"))};
        \set version :version + 1

        """;

    /// <summary>What AgentKit sends for a commit of turns: scope, commit and verdict in one pipeline, under row-level security.</summary>
    public static string OfAgentKit { get; } = $"""
        \startpipeline
        {Render(SqlFiles.ReadFromLibrary("infrastructure/enter_scope"))};
        {Render(SqlFiles.ReadFromLibrary("sessions/commit_turns"))};
        {Render(SqlFiles.ReadFromLibrary("sessions/verdict"))};
        \endpipeline
        \set version :version + 1

        """;

    private static string Render(string sql)
    {
        var lines = sql.Split('\n').Where(line => !line.AsSpan().TrimStart().StartsWith("--", StringComparison.Ordinal));
        var text = string.Join('\n', lines).Trim()
            .Replace(":\"schema\"", "agentkit", StringComparison.Ordinal)
            .Replace(":'app_role'", "'agentkit_app'", StringComparison.Ordinal);
        return Parameter().Replace(text, match => ValueOf(match.Groups["name"].Value));
    }

    /// <summary>What the turn does not have is not set.</summary>
    private static string ValueOf(string parameter) => Values.TryGetValue(parameter, out var value) ? value : "NULL";

    [GeneratedRegex("@(?<name>[A-Z][A-Za-z0-9]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
