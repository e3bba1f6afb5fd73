using System.Net;
using System.Net.Sockets;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The program as its user starts it: a process, with a database that it brings itself or is given.</summary>
public sealed class ChatApiProgramTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new TemporaryFolder().OpenToEverybody();
    private readonly TemporaryFolder _home = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Program_WithoutADatabase_AnswersUntilItIsStoppedAndLeavesNothing(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        await using var program = Start(connectionString: "");
        await program.HearAsync("/sessions");
        var greeting = string.Join('\n', program.Heard);

        greeting.Should().StartWith("Listening on http://127.0.0.1:").And.Contain("a throw-away PostgreSQL").And.Contain("The model: a script");
        Directory.EnumerateFileSystemEntries(_temporary.FullName, "agentkit*").Should().NotBeEmpty("the database is there while it runs");
        await ShouldAnswerAsync(greeting.Split(' ')[2].TrimEnd(','));

        program.Signal(signal);
        var outcome = await program.EndAsync();

        (outcome.ExitCode, outcome.Errors).Should().Be((0, ""));
        Directory.EnumerateFileSystemEntries(_temporary.FullName, "agentkit*").Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_home.FullName).Should().BeEmpty("nor does it leave keys at home");
    }

    [Fact]
    public async Task Program_StoppedBeforeItListens_SaysSoInOneLine()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        using var silent = new TcpListener(IPAddress.Loopback, 0); // takes the connection, and says nothing
        silent.Start();
        await using var program = Start($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=u;Password=p;Timeout=300");
        using var connection = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(2));

        program.Signal("INT");
        var outcome = await program.EndAsync();

        (outcome.ExitCode, outcome.Errors).Should().Be((130, "Stopped before it listened."));
    }

    [Theory]
    [InlineData("OPENAI_BASE_URL is not an address:*", "--OPENAI_API_KEY=none", "--OPENAI_BASE_URL=localhost:11434")]
    [InlineData("ANTHROPIC_BASE_URL is not an address:*", "--ANTHROPIC_API_KEY=none", "--ANTHROPIC_BASE_URL=nowhere")]
    [InlineData("*nowhere*", "--urls=nowhere")]
    public async Task Program_WithAnAddressThatIsNone_SaysSoInOneLine(string message, params string[] args)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var program = Start(database.ConnectionString, args);

        var outcome = await program.EndAsync();

        outcome.ExitCode.Should().Be(1, outcome.Errors);
        outcome.Errors.Should().Match(message).And.NotContain("\n").And.NotContain("Unhandled");
    }

    public void Dispose()
    {
        _temporary.Dispose();
        _home.Dispose();
    }

    private static async Task ShouldAnswerAsync(string address)
    {
        using var ana = new HttpClient { BaseAddress = new Uri($"{address}/api/ai/") };
        ana.DefaultRequestHeaders.Authorization = new("Bearer", "dev-ana");

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        events.Text.Should().StartWith("642 of 1200 people");
    }

    /// <summary>Whatever whoever runs the tests has set is none of the program's: not even a server for tests.</summary>
    private SampleProcess Start(string connectionString, params string[] args) => SampleProcess.Start(
        "AgentKit.ChatApi.dll",
        _temporary.FullName,
        new Dictionary<string, string?>
        {
            ["HOME"] = _home.FullName,
            ["ANTHROPIC_API_KEY"] = "",
            ["OPENAI_API_KEY"] = "",
            ["ConnectionStrings__AgentKit"] = connectionString,
            [AgentKitOptions.ConnectionStringVariable] = "",
            ["AGENTKIT_TEST_CONNECTION_STRING"] = "",
        },
        ["--urls=http://127.0.0.1:0", "--environment=Development", .. args]);
}
