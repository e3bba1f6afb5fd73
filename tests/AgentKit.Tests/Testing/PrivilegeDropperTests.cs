using AgentKit.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class PrivilegeDropperTests
{
    [Fact]
    public async Task ForThisProcessAsync_AsAnyUser_GivesCommandsThatAreNotRoots()
    {
        var dropper = await PrivilegeDropper.ForThisProcessAsync(CancellationToken.None);

        var id = await dropper.Wrap(new Command("id", "-u")).RunAsync(CancellationToken.None);

        id.Succeeded.Should().BeTrue(id.Output);
        id.Output.Trim().Should().NotBe("0");
        (dropper.User is not null).Should().Be(Environment.IsPrivilegedProcess);
    }

    [Fact]
    public async Task Wrappers_AroundAwkwardArguments_KeepThemApart()
    {
        string[] awkward = ["a b", "it's", "$HOME", "", "-c", "\"x\"", "*"];
        var print = new Command("printf", ["<%s>", .. awkward]);
        // Only root can become somebody else; anybody can see that the shell gets back what was quoted for it.
        var commands = Environment.IsPrivilegedProcess
            ? PrivilegeDropper.Wrappers("nobody", "65534").Select(wrap => wrap(print))
            : [new Command("sh", "-c", $"exec {print}")];

        foreach (var command in commands)
        {
            var result = await command.RunAsync(CancellationToken.None);

            result.Output.Should().Be("<a b><it's><$HOME><><-c><\"x\"><*>", command.ToString());
        }
    }

    [Fact]
    public async Task RunAsync_OfAProgramThatDoesNotExist_NamesIt()
    {
        var run = () => new Command("agentkit-no-such-program").RunAsync(CancellationToken.None);

        (await run.Should().ThrowAsync<PostgresStartException>()).WithMessage("*agentkit-no-such-program*");
    }
}
