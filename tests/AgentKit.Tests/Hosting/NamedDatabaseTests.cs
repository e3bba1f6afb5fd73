using AgentKit.Extensions.AI;
using AgentKit.Tests.ExtensionsAI;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Telemetry;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>Several databases in one host, each under a key, and the one without unaffected.</summary>
public sealed class NamedDatabaseTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly AgentDefinition Agent = new("clerk", "Clerk") { Model = "a-model" };

    [Fact]
    public async Task Host_WithSeveral_KeepsThemApartAndStartsAndEndsThemAll()
    {
        await using var billing = await TestPostgres.CreateMigratedDatabaseAsync();
        var scope = AgentKitFixture.NewUser();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAgentKit(options => options.ConnectionString = fixture.Database.ConnectionString).AddAgent(Agent);
        builder.Services.AddAgentKit("billing", options => options.ConnectionString = billing.ConnectionString).AddAgent(Agent);
        builder.Services.AddAgentKit("billing", options => options.EventBuffer.FlushInterval = TimeSpan.FromMinutes(1));
        builder.Services.AddSingleton<Invoices>();
        Guid sessionId;
        IEventBuffer buffer;
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var invoices = host.Services.GetRequiredService<Invoices>();
            sessionId = (await invoices.Billing.CreateAsync(scope, new NewSession("clerk"))).Id;

            (await invoices.Main.Awaiting(store => store.GetAsync(scope, sessionId)).Should().ThrowAsync<SessionNotFoundException>())
                .Which.SessionId.Should().Be(sessionId);
            buffer = host.Services.GetRequiredKeyedService<IEventBuffer>("billing");
            await buffer.WriteAsync(scope, new NewEvent(EventCategory.Hook, "last"));
            buffer.Should().NotBeSameAs(host.Services.GetRequiredService<IEventBuffer>());
            await host.StopAsync();
            buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 1, Pending = 0 }, "the end of the host empties every buffer");
        }

        await using var again = fixture.CreateProvider(options => options.ConnectionString = billing.ConnectionString);
        (await again.GetRequiredService<ISessionStore>().GetAsync(scope, sessionId)).Id.Should().Be(sessionId);
        (await again.GetRequiredService<IEventLog>().ListAsync(scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Provider_WithANamedOneOnly_HasNoOther()
    {
        await using var provider = Provider(services => services.AddAgentKit("only", options => options.ConnectionString = fixture.Database.ConnectionString)
            .AddAgent(Agent));

        provider.GetService<ISessionStore>().Should().BeNull();
        provider.GetKeyedService<ISessionStore>("other").Should().BeNull();
        (await provider.GetRequiredKeyedService<IAgentRegistry>("only").GetAsync(AgentKitFixture.NewUser(), "clerk")).Definition.Name.Should().Be("Clerk");
    }

    [Fact]
    public void Provider_EveryContract_IsThereUnderTheKey()
    {
        using var provider = Provider(services => services.AddAgentKit("billing", options => options.ConnectionString = fixture.Database.ConnectionString));

        var contracts = typeof(ISessionStore).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && type != typeof(IApprovalPolicy));

        contracts.Where(contract => provider.GetKeyedServices(contract, "billing").Count() != 1).Should().BeEmpty();
    }

    [Fact]
    public async Task Telemetry_OfANamedOne_CarriesItsName()
    {
        await using var provider = Provider(services => services.AddAgentKit("billing", options => options.ConnectionString = fixture.Database.ConnectionString)
            .AddAgent(Agent));
        var sessions = provider.GetRequiredKeyedService<ISessionStore>("billing");
        var scope = AgentKitFixture.NewUser();
        var session = await sessions.CreateAsync(scope, new NewSession("clerk"));
        using var heard = new TelemetryRecorder(provider, "billing");

        await sessions.UpdateAsync(scope, session.Id, _ => new SessionCommit { Turns = [Turn.Assistant("a", new Usage { InputTokens = 1, Cost = 1 })] });
        await provider.GetRequiredKeyedService<IToolRunLog>("billing").RunAsync(scope, session.Id, "t", new { }, _ => Task.FromResult(1));
        heard.Ask("agentkit.database.ready");
        heard.Ask("agentkit.session.update.waiting");

        heard.Spans.Should().OnlyContain(span => Equals(span.GetTagItem("agentkit.database"), "billing"));
        heard.Measurements.Should().OnlyContain(measurement => Equals(measurement["agentkit.database"], "billing"));
        heard.Measurements.Select(measurement => measurement.Instrument).Distinct().Should().HaveCountGreaterThan(6);
    }

    [Fact]
    public async Task Runner_OfANamedOne_WorksOnIt()
    {
        var model = new ScriptedChatClient().Answers("paid");
        await using var provider = Provider(services =>
        {
            services.AddSingleton<IChatClient>(model);
            services.AddAgentKit("billing", options => options.ConnectionString = fixture.Database.ConnectionString)
                .AddAgent(Agent)
                .AddTool(() => "x", "look")
                .AddAgentRunner(options => options.MaxModelCalls = 2);
        });
        var scope = AgentKitFixture.NewUser();
        var sessions = provider.GetRequiredKeyedService<ISessionStore>("billing");
        var session = await sessions.CreateAsync(scope, new NewSession("clerk"));

        var result = await provider.GetRequiredKeyedService<AgentRunner>("billing").RunAsync(scope, session.Id, "pay");

        result.Text.Should().Be("paid");
        (await sessions.GetAsync(scope, session.Id)).TurnCount.Should().Be(2);
        provider.GetRequiredKeyedService<ToolRegistry>("billing").Find("look").Should().NotBeNull();
        provider.GetService<AgentRunner>().Should().BeNull();
    }

    [Fact]
    public async Task Database_OfAName_IsFoundUnderItsKeyOrItsNameAndNowhereElse()
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        await using var provider = Provider(services =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                [new("ConnectionStrings:named", fixture.Database.ConnectionString), new("ConnectionStrings:AgentKit", "Host=nowhere")]).Build());
            services.AddKeyedSingleton("keyed", dataSource);
            services.AddSingleton(NpgsqlDataSource.Create("Host=nowhere"));
            services.AddAgentKit("named");
            services.AddAgentKit("keyed");
            services.AddAgentKit("lost");
        });

        await provider.GetRequiredKeyedService<ISessionStore>("named").ListAsync(AgentKitFixture.NewUser());
        await provider.GetRequiredKeyedService<ISessionStore>("keyed").ListAsync(AgentKitFixture.NewUser());
        provider.Invoking(p => p.GetRequiredKeyedService<ISessionStore>("lost")).Should().Throw<OptionsValidationException>()
            .WithMessage("*database lost*NpgsqlDataSource under the key lost*ConnectionStrings:lost*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("AgentKit")]
    public void Name_ThatIsNone_IsRefused(string? name)
    {
        var add = () => new ServiceCollection().AddAgentKit(name!, _ => { });

        add.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task HealthChecks_OfSeveral_AreTheirOwn()
    {
        await using var provider = Provider(services =>
        {
            services.AddAgentKit(options => options.ConnectionString = fixture.Database.ConnectionString);
            services.AddAgentKit("away", options =>
            {
                options.ConnectionString = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Port = 1 }.ConnectionString;
                options.Resilience.TransientRetries = 0;
            });
            services.AddHealthChecks().AddAgentKit().AddAgentKit("away");
        });

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status).Should().BeEquivalentTo(new Dictionary<string, HealthStatus>
        {
            ["agentkit"] = HealthStatus.Healthy,
            ["agentkit-ready"] = HealthStatus.Healthy,
            ["agentkit:away"] = HealthStatus.Unhealthy,
            ["agentkit-ready:away"] = HealthStatus.Unhealthy,
        });
    }

    [Fact]
    public async Task HealthChecks_OfDatabasesWithTheNamesOfChecks_DoNotCollide()
    {
        await using var provider = Provider(services =>
        {
            services.AddAgentKit(options => options.ConnectionString = fixture.Database.ConnectionString);
            services.AddHealthChecks().AddAgentKit();
            foreach (var name in new[] { "ready", "billing", "billing-ready" })
            {
                services.AddAgentKit(name, options => options.ConnectionString = fixture.Database.ConnectionString);
                services.AddHealthChecks().AddAgentKit(name);
            }
        });

        (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Should().HaveCount(8);
    }

    [Fact]
    public async Task ChatClient_WithAgentKitOfADatabase_RemembersThere()
    {
        await using var provider = Provider(services => services.AddAgentKit(
            "billing", options => options.ConnectionString = fixture.Database.ConnectionString));
        var scope = AgentKitFixture.NewService();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        await new ScriptedChatClient().Answers("yes").WithAgentKit(provider, scope, session.Id, database: "billing").GetResponseAsync("hello");

        (await fixture.Sessions.GetTurnsAsync(scope, session.Id)).Select(turn => turn.Text).Should().Equal("hello", "yes");
        provider.Invoking(p => new ScriptedChatClient().WithAgentKit(p, scope, session.Id))
            .Should().Throw<InvalidOperationException>("there is none without a name");
    }

    private static ServiceProvider Provider(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider();
    }

    private sealed class Invoices(ISessionStore main, [FromKeyedServices("billing")] ISessionStore billing)
    {
        public ISessionStore Main { get; } = main;

        public ISessionStore Billing { get; } = billing;
    }
}
