using System.Text.RegularExpressions;

namespace AgentKit.Tests.Migrations;

/// <summary>What a down file says in its leading comment: <c>-- Loses table, table: …</c>, or <c>-- Loses no table. …</c></summary>
internal static partial class StatedLoss
{
    /// <summary>The tables that are named, or nothing where the file does not begin as it has to.</summary>
    public static IReadOnlyList<string>? TablesOf(Migration migration)
    {
        var loses = Opening().Match(migration.DownSql);
        return loses.Success ? [.. loses.Groups["table"].Captures.Select(capture => capture.Value)] : null;
    }

    /// <summary>The leading comment as one line.</summary>
    public static string CommentOf(Migration migration) =>
        string.Join(' ', migration.DownSql.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).Select(line => line[2..].Trim()));

    /// <summary>What the file drops, of one kind.</summary>
    public static IEnumerable<string> DroppedBy(Migration migration, string kind) =>
        Drops().Matches(migration.DownSql).Where(drop => drop.Groups["kind"].Value == kind).Select(drop => drop.Groups["name"].Value);

    [GeneratedRegex(@"\A-- Loses (?:no table\. |(?<table>[a-z_]+)(?:, (?<table>[a-z_]+))*: )\S")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\bDROP (?<kind>[A-Z]+) (?:IF EXISTS )?:""schema""\.(?<name>[a-z_]+)")]
    private static partial Regex Drops();
}
