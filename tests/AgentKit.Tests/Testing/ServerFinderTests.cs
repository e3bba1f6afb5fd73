using AgentKit.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class ServerFinderTests
{
    [Fact]
    public async Task StartAsync_WithNoPostgresAnywhere_SaysWhereItLookedAndWhatToInstall()
    {
        var host = TestHost.WithNothing with { UsualFolders = ["/no/such/postgresql/*/bin"] };

        var start = () => ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions(), host, CancellationToken.None);

        var thrown = (await start.Should().ThrowAsync<PostgresNotFoundException>()).Which;
        thrown.Message.Should().ContainAll(
            "AGENTKIT_TEST_CONNECTION_STRING", "AGENTKIT_POSTGRES_BIN", "PATH", "/no/such/postgresql/*/bin", "UseTestcontainers",
            thrown.InstallCommand);
        thrown.LookedIn.Should().HaveCount(5);
        thrown.InstallCommand.Should().MatchRegex("^(apt-get|dnf|apk|zypper|pacman|brew|winget) ");
    }

    [Fact]
    public async Task StartAsync_WithAFolderThatDoesNotHoldThePrograms_DoesNotTakeAnotherOne()
    {
        var host = HostLookup.Machine with { Variable = name => name == "AGENTKIT_POSTGRES_BIN" ? "/no/such/folder" : null };

        var start = () => ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions(), host, CancellationToken.None);

        (await start.Should().ThrowAsync<PostgresNotFoundException>())
            .WithMessage("*'/no/such/folder', which AGENTKIT_POSTGRES_BIN names*");
    }

    [Fact]
    public async Task StartAsync_WithASource_LooksNowhereElse()
    {
        var options = new ThrowawayPostgresOptions { Source = PostgresSource.Environment };

        var start = () => ThrowawayPostgres.StartAsync(options, HostLookup.Machine with { Variable = _ => " " }, CancellationToken.None);

        (await start.Should().ThrowAsync<PostgresNotFoundException>()).Which.LookedIn.Should().ContainSingle();
    }

    [Theory]
    [InlineData("ID=debian", "apt-get install -y postgresql")]
    [InlineData("NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "dnf install -y postgresql-server")]
    [InlineData("ID=fedora", "dnf install -y postgresql-server")]
    [InlineData("ID=alpine", "apk add postgresql")]
    [InlineData("", "apt-get install -y postgresql")]
    public void ForLinux_ForADistribution_GivesItsCommand(string osRelease, string command) =>
        InstallAdvice.ForLinux(osRelease).Should().Be(command);
}
