using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>Statements are prepared on a direct connection, and not behind a pooler; the log says which it is.</summary>
public sealed class PoolerDetectionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Theory]
    [InlineData(false, PreparedStatementMode.Automatic, "directly; statements are prepared: True", true)]
    [InlineData(true, PreparedStatementMode.Automatic, "through a connection pooler; statements are prepared: False", false)]
    [InlineData(true, PreparedStatementMode.On, "through a connection pooler; statements are prepared: True", true)]
    [InlineData(false, PreparedStatementMode.Off, "directly; statements are prepared: False", false)]
    public async Task Start_OnAConnectionString_PreparesWhereItIsSafe(
        bool behindPooler, PreparedStatementMode mode, string logged, bool isPrepared)
    {
        await using var proxy = new TcpProxy(fixture.Database.DirectConnectionString) { HidesProcessId = behindPooler };
        using var log = new CapturedLog();
        await using var provider = fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = proxy.ConnectionString;
                options.PreparedStatements = mode;
            },
            log.AddTo);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentKitFixture.NewUser();
        for (var i = 0; i < 10; i++)
        {
            await sessions.ListAsync(scope);
        }

        log.Entries.Should().Contain(entry => entry.Message.Contains(logged));
        (await CountPreparedAsync(provider) > 0).Should().Be(isPrepared);
    }

    [Fact]
    public async Task Start_HostPreparesBehindAPooler_IsWarned()
    {
        await using var proxy = new TcpProxy(fixture.Database.DirectConnectionString) { HidesProcessId = true };
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString + ";Max Auto Prepare=10");
        using var log = new CapturedLog();
        await using var provider = fixture.CreateProvider(
            options => options.DataSource = dataSource,
            log.AddTo);

        await provider.GetRequiredService<ISessionStore>().ListAsync(AgentKitFixture.NewUser());

        log.Entries.Should().Contain(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("Max Auto Prepare=0"));
    }

    /// <summary>Asks on the same pooled connection that the calls before have used.</summary>
    private static async Task<long> CountPreparedAsync(ServiceProvider provider)
    {
        var dataSource = await provider.GetRequiredService<AgentKit.Infrastructure.DataSourceProvider>().GetAsync(CancellationToken.None);
        await using var command = dataSource.CreateCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%sessions%'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
