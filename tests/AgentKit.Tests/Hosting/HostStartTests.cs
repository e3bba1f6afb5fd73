using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>A host that cannot work does not start, and one message says what to do.</summary>
public sealed class HostStartTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    public static TheoryData<string, Action<AgentKitOptions>, string> WrongOptions => new()
    {
        { "unreadable", o => o.ConnectionString = "this is not; a connection string", "write it as Host=<server>;Database=<database>" },
        { "no server", o => o.ConnectionString = "Database=d;Password=geheim", "names no server: begin it with Host=<server>" },
        { "schema", o => o.Schema = " ", "AgentKitOptions.Schema must be 1 to 63 bytes" },
        { "long schema", o => o.Schema = new string('é', 32), "AgentKitOptions.Schema must be 1 to 63 bytes" },
        { "role", o => o.ApplicationRole = "pg_role", "AgentKitOptions.ApplicationRole" },
        { "cache", o => o.AgentCacheDuration = TimeSpan.FromDays(2), "AgentCacheDuration must be between zero and one day" },
        { "limits", o => o.Limits.TurnBytes = 0, "AgentKitOptions.Limits.TurnBytes must be between 1 and 67108864; it is 0" },
        { "null limits", o => o.Limits = null!, "AgentKitOptions.Limits must not be null" },
        { "retries", o => o.Resilience.TransientRetries = 21, "Resilience.TransientRetries must be between 0 and 20" },
        { "timeout", o => o.Resilience.CallTimeout = TimeSpan.Zero, "Resilience.CallTimeout must be between" },
        { "delay", o => o.Resilience.ConflictDelay = TimeSpan.FromMinutes(2), "Resilience.ConflictDelay must be between" },
        { "prepared", o => o.PreparedStatements = (PreparedStatementMode)9, "PreparedStatements must be Automatic, On or Off" },
        { "propagation", o => o.ScopePropagation = (ScopePropagation)9, "ScopePropagation must be Local or Citus" },
        {
            "groups on Citus",
            o => (o.ScopePropagation, o.Coalescing.Enabled) = (ScopePropagation.Citus, true),
            "Coalescing.Enabled must be off where ScopePropagation is Citus"
        },
        { "poll", o => o.ChangePollInterval = TimeSpan.Zero, "AgentKitOptions.ChangePollInterval must be between 00:00:00.0100000 and 01:00:00" },
        { "long poll", o => o.ChangePollIntervalWhileListening = TimeSpan.FromDays(1), "ChangePollIntervalWhileListening must be between" },
        { "serializer", o => o.SerializerOptions = null!, "SerializerOptions must not be null" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task Start_WrongOption_SaysWhatToSet(string what, Action<AgentKitOptions> configure, string message)
    {
        var start = () => StartAsync(configure);

        var error = (await start.Should().ThrowAsync<OptionsValidationException>(what)).Which;
        error.Message.Should().Contain(message).And.NotContain("geheim");
    }

    [Fact]
    public async Task Start_SeveralWrongOptions_NamesAllOfThem()
    {
        var start = () => StartAsync(options =>
        {
            options.Schema = "";
            options.Limits.TurnsPerCommit = 0;
            options.Resilience.ConflictRetries = -1;
        });

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().HaveCount(3);
    }

    [Fact]
    public async Task Start_NoDatabaseGiven_NamesEveryWayToGiveOne()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAgentKit();
        using var host = builder.Build();

        (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("*AgentKitOptions.ConnectionString*NpgsqlDataSource*ConnectionStrings:AgentKit*AGENTKIT_CONNECTION_STRING*");
    }

    [Theory]
    [InlineData("Port", "1", typeof(DatabaseUnavailableException), "*cannot be reached*check that the server runs*")]
    [InlineData("Password", "geheim", typeof(DatabaseException), "*refused the connection (28P01)*check host, database, user and password*")]
    [InlineData("Password", null, typeof(DatabaseException), "*could not be set up: check user, password and SSL settings*")]
    [InlineData("Database", "no_such_database", typeof(DatabaseException), "*refused the connection (3D000)*")]
    public async Task Start_WrongServer_SaysWhatToCheck(string key, string? value, Type expected, string message)
    {
        // Past a pooler, which has its own words for it: SharedPoolerTests.
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.DirectConnectionString) { [key] = value };

        var start = () => StartAsync(options =>
        {
            options.ConnectionString = settings.ConnectionString;
            options.Resilience.TransientRetries = 0;
        });

        var error = (await start.Should().ThrowAsync<AgentKitException>().WithMessage(message)).Which;
        error.Should().BeOfType(expected);
        error.ToString().Should().NotContain(settings.Password ?? new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString).Password);
    }

    [Fact]
    public async Task Start_EmptyOrOldSchema_SaysHowToMigrate()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        var start = () => StartAsync(options => options.ConnectionString = database.ConnectionString);

        await Sql.ExecuteAsync(database.AdminConnectionString, "DELETE FROM agentkit.schema_migrations WHERE version > 3");
        (await start.Should().ThrowAsync<SchemaVersionException>()).WithMessage("*at schema version 3*IMigrator.UpAsync()*MigrateAtStart = true*");

        await Sql.ExecuteAsync(database.AdminConnectionString, "DROP SCHEMA agentkit CASCADE");
        (await start.Should().ThrowAsync<SchemaVersionException>()).WithMessage("*at schema version 0*");

        await StartAsync(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.MigrateAtStart = true;
        });
        await start();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_NewerSchema_IsRefusedOnlyIfItSaysSo(bool isBreaking)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database.AdminConnectionString,
            $"INSERT INTO agentkit.schema_migrations (version, name, checksum, is_breaking) VALUES (99, 'future', 'x', {isBreaking})");

        var start = () => StartAsync(options => options.ConnectionString = database.ConnectionString);

        if (isBreaking)
        {
            (await start.Should().ThrowAsync<SchemaVersionException>()).WithMessage("*at schema version 99*upgrade the AgentKit packages*");
        }
        else
        {
            await start();
        }
    }

    [Fact]
    public async Task Start_HostsOwnDataSource_IsUsedAndLeftAlone()
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddAgentKit().AddAgent(new AgentDefinition("own", "Own"));

        using (var host = builder.Build())
        {
            await host.StartAsync();
            await host.Services.GetRequiredService<ISessionStore>().CreateAsync(AgentKitFixture.NewUser(), new NewSession("own"));
            await host.StopAsync();
        }

        await using var command = dataSource.CreateCommand("SELECT 1");
        (await command.ExecuteScalarAsync()).Should().Be(1, "it is still open");
    }

    [Fact]
    public async Task Start_ConnectionStringFromConfiguration_IsFound()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:AgentKit", fixture.Database.ConnectionString)]);
        builder.Services.AddAgentKit();
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task FirstCall_WithoutAHost_ChecksToo()
    {
        var services = new ServiceCollection();
        services.AddAgentKit(options => options.Schema = "");
        await using var provider = services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<ISessionStore>()).Should().Throw<OptionsValidationException>();
    }

    private async Task StartAsync(Action<AgentKitOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAgentKit(options =>
        {
            options.ConnectionString = fixture.Database.ConnectionString;
            configure(options);
        });
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
