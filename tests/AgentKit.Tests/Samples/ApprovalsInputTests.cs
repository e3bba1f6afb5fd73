using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>What cannot work says why, in one message, and with the exit code of its kind.</summary>
public sealed class ApprovalsInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private const string UnknownTask = "01900000-0000-7000-8000-000000000000";
    private const string WrongAmount = "--amount must be from 0.01 to 1000000 dollars, in whole cents.";

    private readonly TemporaryFolder _temporary = new();

    [Theory]
    [InlineData("inbox")]
    [InlineData("worker")]
    [InlineData("--in-place")]
    public async Task Role_WithoutAConnectionString_SaysHowToGetOne(string role)
    {
        var outcome = await RunAsync(connectionString: null, role);

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Should().StartWith("There is no database: AGENTKIT_CONNECTION_STRING is not set.").And.Contain("\"server\"");
    }

    [Fact]
    public async Task Role_WithAConnectionStringThatCannotBeRead_NeverRepeatsIt()
    {
        var outcome = await RunAsync("Host=db;hunter2", "inbox");

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Should().Contain("AGENTKIT_CONNECTION_STRING").And.NotContain("hunter2");
    }

    [Theory]
    [InlineData(3, $"Refused: Task {UnknownTask} was not found.", "approve", $"{UnknownTask}/2", "--by", "ana")]
    [InlineData(3, $"Refused: Task {UnknownTask} was not found.", "status", UnknownTask)]
    [InlineData(1, "That is no step: write it as the inbox does, <task>/<number>.", "approve", "2", "--by", "ana")]
    [InlineData(1, "Option '--by' is required.", "reject", $"{UnknownTask}/2")]
    [InlineData(1, "--by must be 1 to 200 characters.", "approve", $"{UnknownTask}/2", "--by", " ")]
    [InlineData(1, WrongAmount, "submit", "--amount", "-3")]
    [InlineData(1, WrongAmount, "submit", "--amount", "0.001")]
    [InlineData(1, WrongAmount, "submit", "--amount", "1000000.01")]
    [InlineData(1, WrongAmount, "submit", "--amount", "abc")]
    [InlineData(1, "--order must be 1 to 40 characters.", "submit", "--order", "")]
    [InlineData(1, "--priority must be a whole number.", "submit", "--priority", "high")]
    [InlineData(1, "--lease must be from 0.1 to 3600 seconds.", "worker", "--lease", "0")]
    [InlineData(1, "--lease must be from 0.1 to 3600 seconds.", "worker", "--lease", "abc")]
    [InlineData(1, "--look-every must be from 0.1 to 3600 seconds.", "worker", "--look-every", "often")]
    [InlineData(1, "That is no task: write it as submit and the inbox do.", "status", "xx")]
    public async Task Role_WithWhatCannotBe_SaysWhy(int exitCode, string message, params string[] args)
    {
        var outcome = await RunAsync(fixture.Database.ConnectionString, args);

        outcome.ExitCode.Should().Be(exitCode);
        outcome.Errors.Should().Be(message);
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<SampleOutcome> RunAsync(string? connectionString, params string[] args)
    {
        await using var role = ApprovalsProcess.Start(_temporary.FullName, connectionString, args);
        return await role.EndAsync();
    }
}
