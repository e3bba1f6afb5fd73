using System.Text.RegularExpressions;
using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>
/// What is written in several statements, so that each does no more than it must, is the same in all of them: a column that one of them forgets
/// would have its default, and only sometimes.
/// </summary>
public sealed partial class CommitColumnTests
{
    [Theory]
    [InlineData("sessions/commit_turns", "turns")]
    [InlineData("sessions/commit_group", "turns")]
    [InlineData("sessions/commit_turns", "session_commits", "metadata")]
    [InlineData("sessions/commit_group", "session_commits", "metadata", "run_id")]
    public void Commit_OfAnyForm_WritesTheSameColumns(string query, string table, params string[] without) =>
        Columns(query, table).Should().Equal(Columns("sessions/commit", table).Except(without));

    [Theory]
    [InlineData("tool_runs/insert", "run_id")]
    [InlineData("tool_runs/record_group", "run_id")]
    [InlineData("tool_runs/start", "completed_at", "error_type", "error_message", "output")]
    public void ToolRun_StartedOrRecordedInAnyWay_HasTheSameColumns(string query, params string[] without) =>
        Columns(query, "tool_runs").Should().Equal(Columns("tool_runs/record", "tool_runs").Except(without));

    [Theory]
    [InlineData("sessions/commit", "sessions/commit_turns", "sessions/commit_group", "sessions/get")]
    [InlineData("tool_runs/get", "tool_runs/insert", "tool_runs/start", "tool_runs/record", "tool_runs/record_group", "tool_runs/complete", "tool_runs/complete_group")]
    public void Row_ComesBackWhole_FromEachStatement(params string[] queries) =>
        queries.Should().AllSatisfy(query => Returned(query).Should().NotBeEmpty().And.Equal(Returned(queries[0]), "{0} answers for the same row", query));

    private static string[] Columns(string query, string table)
    {
        var insert = Insert().Matches(Read(query)).Single(match => match.Groups["table"].Value == table);
        return [.. insert.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries)];
    }

    private static string[] Returned(string query) => [.. Alias().Matches(Read(query)).Select(match => match.Groups["name"].Value)];

    private static string Read(string query) => SourceFiles.Read($"sql/queries/{query}.sql");

    [GeneratedRegex("""INSERT INTO :"schema"\.(?<table>\w+)(?: AS \w+)? \((?<columns>[^)]*)\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();

    [GeneratedRegex(@"AS (?<name>[A-Z]\w+),?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();
}
