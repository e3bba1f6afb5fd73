using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>Events of Claude Code that are mixed in a file: one session for each of its sessions, with all that its agents said, in order.</summary>
public sealed class SideChainTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private static readonly string[] Mixed =
    [
        Event("s-1", "Look into both"), Event("s-1", "first agent", "a-1"), Event("s-1", "second agent", "a-2"), Event("s-1", "still looking"),
        Event("s-1", "first again", "a-1"), Event("s-1", "Done"),
    ];

    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Import_OfAgentsThatSpeakBetweenTheOthers_IsOneSessionThatComesBackEventByEvent()
    {
        await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', Mixed)));

        var turns = await _files.TurnsAsync();
        var lines = (await _files.ExportAsync((await _files.SessionAsync()).Id, "claude-code")).TrimEnd('\n').Split('\n');

        turns.Select(turn => turn.Author).Should().Equal(null, "a-1", "a-2", null, "a-1", null);
        lines.Should().HaveSameCount(Mixed);
        foreach (var (line, source) in lines.Zip(Mixed))
        {
            FormatFiles.ShouldBeSame(line, source);
        }
    }

    [Fact]
    public async Task Import_OfSessionsThatAreMixed_IsOneSessionEachInTheirOwnOrder()
    {
        string[] events = [Event("s-1", "1"), Event("s-2", "2"), """{"type":"summary","summary":"of the second"}""", Event("s-1", "3"), Event("s-2", "4")];

        var report = await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', events)));

        report.GetProperty("imported").GetInt64().Should().Be(2);
        var sessions = await _files.SessionsAsync();
        var second = sessions.Single(session => session.Title == "of the second");
        (await TextsAsync(sessions.Single(session => session.Id != second.Id).Id)).Should().Equal("1", "3");
        (await TextsAsync(second.Id)).Should().Equal("2", "", "4");
    }

    [Fact]
    public async Task Import_OfAMixedFileThatHasGrown_ContinuesItsSession()
    {
        await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', Mixed[..3])));

        var report = await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', Mixed)));

        (report.GetProperty("continued").GetInt64(), report.GetProperty("written").GetInt64()).Should().Be((1, 3));
    }

    [Fact]
    public async Task Import_OfAnAgentsOwnFile_IsASessionBesideThatOfItsSession()
    {
        await _files.ImportAsync(_files.Write("s-1.jsonl", Event("s-1", "Look into it")));
        await _files.ImportAsync(_files.Write("agent-a-1.jsonl", $"{Event("s-1", "I look", "a-1")}\n{Event("s-1", "Found", "a-1")}"));

        (await _files.SessionsAsync()).Select(session => session.TurnCount).Should().BeEquivalentTo([1, 2]);
    }

    [Fact]
    public async Task Import_OfMixedSessionsWithABadEvent_LeavesOutOnlyTheSessionThatItStandsIn()
    {
        var path = _files.Write("session.jsonl", $"{Event("s-1", "1")}\n{Event("s-2", "2")}\n[]\n{Event("s-1", "3")}");

        var outcome = await _files.RunAsync("import", path, "--continue");

        outcome.Errors.Should().StartWith($"{path}(3): line 3 is not an object");
        (await TextsAsync((await _files.SessionAsync()).Id)).Should().Equal("1", "3");
    }

    private static string Event(string session, string text, string? agent = null) => agent is null
        ? $$$"""{"type":"user","isSidechain":false,"sessionId":"{{{session}}}","uuid":"{{{text}}}","message":{"role":"user","content":"{{{text}}}"}}"""
        : $$$"""{"type":"user","isSidechain":true,"agentId":"{{{agent}}}","sessionId":"{{{session}}}","message":{"role":"user","content":"{{{text}}}"}}""";

    private async Task<IEnumerable<string>> TextsAsync(Guid session) =>
        (await fixture.Sessions.GetTurnsAsync(_files.Scope, session)).Select(turn => turn.Text);
}
