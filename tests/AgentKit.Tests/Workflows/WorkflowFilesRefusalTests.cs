using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Workflows;

/// <summary>Working directories that lead astray, and files that are not what they should be.</summary>
public sealed class WorkflowFilesRefusalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();
    private readonly IWorkflowFiles _files = fixture.Get<IWorkflowFiles>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, string> BadFiles => new()
    {
        { "nothing", "" },
        { "no JSON", "phase = build" },
        { "null", "null" },
        { "an array", "[]" },
        { "another file", """{"name":"package","version":"1.0.0"}""" },
        { "another format", File("\"format\":\"other\",\"format_version\":1,") },
        { "a later format", File("\"format\":\"agentkit-workflow\",\"format_version\":2,") },
        { "format version 0", File("\"format\":\"agentkit-workflow\",\"format_version\":0,") },
        { "a format version beyond numbers", File("\"format\":\"agentkit-workflow\",\"format_version\":1e99,") },
        { "a format version as text", File("\"format\":\"agentkit-workflow\",\"format_version\":\"1\",") },
        { "no id", Valid().Replace("\"id\"", "\"identity\"") },
        { "an id that is none", Valid().Replace("0198", "zzzz") },
        { "an id of version 4", Valid().Replace("-7000-", "-4000-") },
        { "a null agent", Valid().Replace("\"support\"", "null") },
        { "an empty agent", Valid().Replace("\"support\"", "\"\"") },
        { "a version as text", Valid().Replace("\"version\":1", "\"version\":\"1\"") },
        { "metadata as text", Valid().Replace("\"metadata\":{}", "\"metadata\":\"x\"") },
        { "null metadata", Valid().Replace("\"metadata\":{}", "\"metadata\":null") },
        { "a title too long", Valid().Replace("\"metadata\"", $"\"title\":\"{new string('t', 501)}\",\"metadata\"") },
        { "U+0000 in a title", Valid().Replace("\"metadata\"", "\"title\":\"a\\u0000b\",\"metadata\"") },
        { "a lone surrogate in metadata", Valid().Replace("{}", "{\"a\":\"\\ud800\"}") },
        { "metadata too large", Valid().Replace("{}", $"{{\"a\":\"{new string('m', 70_000)}\"}}") },
        { "metadata too deep", Valid().Replace("{}", $"{{\"a\":{new string('[', 80)}{new string(']', 80)}}}") },
        { "the same name twice", Valid().Replace("{}", "{\"a\":1,\"a\":2}") },
        { "two documents", Valid() + Valid() },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task LoadStateAsync_FileThatIsNone_IsATypedErrorWithoutItsContent(string what, string content)
    {
        await System.IO.File.WriteAllTextAsync(Path.Join(_folder.FullName, "state.json"), content);

        var load = () => _files.LoadStateAsync(_scope, _folder.FullName);

        var error = (await load.Should().ThrowAsync<WorkflowStateException>(what)).Which;
        error.Path.Should().Be(Path.Join(_folder.FullName, "state.json"));
        error.ToString().Should().NotContain("package").And.NotContain("ttttt").And.NotContain("mmmmm");
        (await fixture.Sessions.ListAsync(_scope)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task LoadStateAsync_TheValidFileOfTheTable_IsRead()
    {
        await System.IO.File.WriteAllTextAsync(Path.Join(_folder.FullName, "state.json"), Valid());

        (await _files.LoadStateAsync(_scope, _folder.FullName)).AgentId.Should().Be("support");
    }

    [Fact]
    public async Task LoadStateAsync_NoFile_SaysSo()
    {
        foreach (var directory in new[] { _folder.FullName, Path.Join(_folder.FullName, "missing") })
        {
            (await _files.Awaiting(f => f.LoadStateAsync(_scope, directory)).Should().ThrowAsync<WorkflowStateException>())
                .Which.Problem.Should().Be("does not exist");
        }
    }

    [Fact]
    public async Task LoadStateAsync_FileOfAnotherSession_IsRefused()
    {
        await System.IO.File.WriteAllTextAsync(Path.Join(_folder.FullName, "state.json"), Valid());
        var session = await CreateAsync(_folder.FullName);

        (await _files.Awaiting(f => f.LoadStateAsync(_scope, session.Id)).Should().ThrowAsync<WorkflowStateException>())
            .Which.Problem.Should().Contain("is that of session 0198");
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("../x")]
    [InlineData("")]
    public async Task Calls_NoRootAndADirectoryThatIsNotAbsolute_AreRefused(string directory)
    {
        var session = await CreateAsync(directory == "" ? null : directory);

        (await _files.Awaiting(f => f.SaveStateAsync(_scope, session.Id)).Should().ThrowAsync<AgentKitException>())
            .Which.Should().Match(error => error is WorkflowPathException || (error is WorkflowStateException && directory == ""));
        await _files.Awaiting(f => f.LoadStateAsync(_scope, directory)).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task Calls_WithARoot_StayBelowIt()
    {
        await using var provider = fixture.CreateProvider(options => options.WorkflowRoot = _folder.FullName);
        var files = provider.GetRequiredService<IWorkflowFiles>();
        Directory.CreateSymbolicLink(Path.Join(_folder.FullName, "link"), _outside.FullName);

        foreach (var directory in new[] { "s-1", "deep/er", Path.Join(_folder.FullName, "absolute"), _folder.FullName })
        {
            var session = await CreateAsync(directory);
            var path = await files.SaveStateAsync(_scope, session.Id);
            path.Should().Be(Path.Join(Path.GetFullPath(directory, _folder.FullName), "state.json"));
            (await files.LoadStateAsync(_scope, directory)).Id.Should().Be(session.Id);
        }

        foreach (var directory in new[] { "..", "../x", "a/../../x", "/etc", _outside.FullName, $"{_folder.FullName}-twin", "link", "link/x", "a\\..\\x", "a\0" })
        {
            if (!directory.Contains('\0', StringComparison.Ordinal))
            {
                var session = await CreateAsync(directory);
                await files.Awaiting(f => f.SaveStateAsync(_scope, session.Id)).Should().ThrowAsync<WorkflowPathException>(directory);
                await files.Awaiting(f => f.LoadStateAsync(_scope, session.Id)).Should().ThrowAsync<WorkflowPathException>(directory);
            }

            (await files.Awaiting(f => f.LoadStateAsync(_scope, directory)).Should().ThrowAsync<Exception>(directory))
                .Which.Should().Match(error => error is WorkflowPathException || error is ArgumentException);
        }

        Directory.GetFileSystemEntries(_outside.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_StateFileThatIsALinkToOutside_AreRefused()
    {
        var secret = Path.Join(_outside.FullName, "secret.json");
        await System.IO.File.WriteAllTextAsync(secret, Valid());
        System.IO.File.CreateSymbolicLink(Path.Join(_folder.FullName, "state.json"), secret);
        var session = await CreateAsync(_folder.FullName);

        await _files.Awaiting(f => f.SaveStateAsync(_scope, session.Id)).Should().ThrowAsync<WorkflowPathException>();
        await _files.Awaiting(f => f.LoadStateAsync(_scope, session.Id)).Should().ThrowAsync<WorkflowPathException>();
        await _files.Awaiting(f => f.LoadStateAsync(_scope, _folder.FullName)).Should().ThrowAsync<WorkflowPathException>();

        (await System.IO.File.ReadAllTextAsync(secret)).Should().Be(Valid());
    }

    [Fact]
    public async Task Options_RootThatIsNotAbsolute_AreRefused()
    {
        await using var provider = fixture.CreateProvider(options => options.WorkflowRoot = "here");

        var get = () => provider.GetRequiredService<IWorkflowFiles>();

        get.Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>().WithMessage("*WorkflowRoot must be an absolute path*");
    }

    private static string File(string head) =>
        "{" + head + """
            "id":"01980000-0000-7000-8000-000000000001","version":1,"agent_id":"support","kind":"full","metadata":{}}
            """;

    private static string Valid() => File("\"format\":\"agentkit-workflow\",\"format_version\":1,");

    private Task<Session> CreateAsync(string? workingDirectory) =>
        fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent) { WorkingDirectory = workingDirectory });

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }
}
