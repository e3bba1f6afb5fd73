using System.Text;
using System.Text.Json;
using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>The tool over files in a folder of the test's own, and a workspace of its own.</summary>
internal sealed class FormatFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AgentKitFixture _fixture;
    private readonly Tool _tool;

    public FormatFiles(AgentKitFixture fixture)
    {
        _fixture = fixture;
        _tool = Tool.On(fixture);
        Scope = AgentKitFixture.NewService();
    }

    public AgentScope Scope { get; }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public Task<ToolOutcome> RunAsync(params string[] args) => _tool.RunAsync([.. args, "-w", Scope.WorkspaceId]);

    /// <summary>Imports a file; what became of it.</summary>
    public async Task<JsonElement> ImportAsync(string path, params string[] args)
    {
        var outcome = await RunAsync(["import", path, "--json", .. args]);
        outcome.ExitCode.Should().Be(ExitCode.Done, outcome.Errors);
        return outcome.Json.GetProperty("items").EnumerateArray().Single();
    }

    public async Task<IReadOnlyList<Session>> SessionsAsync() =>
        (await _fixture.Sessions.ListAsync(Scope, new SessionFilter { Order = SessionOrder.Created })).Items;

    public async Task<Session> SessionAsync() => (await SessionsAsync()).Should().ContainSingle().Subject;

    public async Task<IReadOnlyList<Turn>> TurnsAsync() => await _fixture.Sessions.GetTurnsAsync(Scope, (await SessionAsync()).Id);

    /// <summary>What a format says of a session, on the output.</summary>
    public async Task<string> ExportAsync(Guid session, string format)
    {
        var outcome = await RunAsync("export", "session", session.ToString(), "--format", format);
        outcome.ExitCode.Should().Be(ExitCode.Done, outcome.Errors);
        return outcome.Output;
    }

    public static void ShouldBeSame(string actual, string expected) =>
        JsonEquality.FindDifference(JsonElement.Parse(actual), JsonElement.Parse(expected)).Should().BeNull();

    public void Dispose() => _folder.Dispose();
}
