using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>A database that answers is live; one that is also migrated and isolating is ready.</summary>
public sealed class HealthCheckTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task Checks_OfAGoodDatabase_AreHealthyAndSayWhatItIs()
    {
        await using var provider = Provider(fixture.Database.ConnectionString);

        var report = await CheckAsync(provider);

        report.Entries.Keys.Should().Equal("agentkit", "agentkit-ready");
        report.Entries["agentkit"].Tags.Should().Equal(AgentKitHealthChecksBuilderExtensions.LiveTag);
        report.Entries["agentkit-ready"].Tags.Should().Equal(AgentKitHealthChecksBuilderExtensions.ReadyTag);
        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries["agentkit-ready"].Data.Keys.Should().BeEquivalentTo(
            "schema", "expectedSchemaVersion", "schemaVersion", "ready", "serverVersion", "pooled", "prepared");
        report.Entries["agentkit-ready"].Data["ready"].Should().Be(true);
    }

    [Fact]
    public async Task Checks_OfAnOldSchema_AreLiveButNotReady()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var provider = Provider(database.ConnectionString);

        var report = await CheckAsync(provider);

        report.Entries["agentkit"].Status.Should().Be(HealthStatus.Healthy);
        report.Entries["agentkit-ready"].Status.Should().Be(HealthStatus.Unhealthy);
        report.Entries["agentkit-ready"].Description.Should().Contain("MigrateAtStart");
        report.Entries["agentkit-ready"].Data["category"].Should().Be(nameof(ErrorCategory.Configuration));
    }

    [Theory]
    [InlineData("Port", "1")]
    [InlineData("Password", "geheim")]
    public async Task Checks_OfADatabaseThatIsAway_FailAsTheHostWantsAndTellNoSecret(string key, string value)
    {
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { [key] = value };
        await using var provider = Provider(settings.ConnectionString, HealthStatus.Degraded);

        var report = await CheckAsync(provider);

        report.Entries.Values.Should().OnlyContain(entry => entry.Status == HealthStatus.Degraded && entry.Exception == null);
        report.Entries.Values.SelectMany(entry => entry.Data.Values.Select(data => $"{data}").Append(entry.Description))
            .Should().NotContain(text => text!.Contains(settings.Password!) || text.Contains(settings.Username!));
    }

    [Fact]
    public async Task ReadyCheck_AfterTheStart_FailsWhereAReadUnderAScopeDoes()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = Provider(database.ConnectionString);
        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Healthy);

        await Sql.ExecuteAsync(database.AdminConnectionString, "REVOKE SELECT ON agentkit.runs FROM agentkit_app");
        var report = await CheckAsync(provider);

        report.Entries["agentkit"].Status.Should().Be(HealthStatus.Healthy);
        report.Entries["agentkit-ready"].Status.Should().Be(HealthStatus.Unhealthy);
    }

    private static Task<HealthReport> CheckAsync(IServiceProvider provider) => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static ServiceProvider Provider(string connectionString, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection();
        services.AddAgentKit(options => (options.ConnectionString, options.Resilience.TransientRetries) = (connectionString, 0));
        services.AddHealthChecks().AddAgentKit(failureStatus: failureStatus);
        return services.BuildServiceProvider();
    }
}
