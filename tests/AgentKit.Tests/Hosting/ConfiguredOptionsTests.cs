using System.Globalization;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>Options that stand in the configuration: all that can, and nothing that is written wrong.</summary>
public sealed class ConfiguredOptionsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>Objects of the host's: a configuration cannot hold them.</summary>
    private static readonly string[] Objects = ["DataSource", "SerializerOptions", "TransientPipeline", "ConflictPipeline"];

    [Fact]
    public void Bind_EveryOption_IsReadFromItsKey()
    {
        var keys = Keys(new AgentKitOptions(), "").ToDictionary(key => key.Key, key => key.Value);
        var section = new ConfigurationBuilder().AddInMemoryCollection(keys).Build();
        var options = new AgentKitOptions();

        ConfiguredOptions.Bind(section, options);

        keys.Should().HaveCountGreaterThan(30);
        Values(options, "").Should().BeEquivalentTo(keys, "an option that is not read would be set in vain");
    }

    [Fact]
    public void Bind_NothingConfigured_LeavesEveryDefault()
    {
        var options = new AgentKitOptions();

        ConfiguredOptions.Bind(new ConfigurationBuilder().Build(), options);

        options.Should().BeEquivalentTo(new AgentKitOptions());
    }

    [Fact]
    public async Task Start_OptionsFromASection_AreUsedAndTheHostsCodeComesLast()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("AgentKit:ConnectionString", fixture.Database.ConnectionString),
            new("AgentKit:AgentCacheDuration", "00:00:05"),
            new("AgentKit:Limits:TurnBytes", "1000"),
            new("AgentKit:Limits:TurnsPerCommit", "7"),
        ]);
        builder.Services.AddAgentKit(builder.Configuration.GetSection("AgentKit"), options => options.Limits.TurnsPerCommit = 8);
        using var host = builder.Build();
        await host.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<AgentKitOptions>>().Value;

        (options.AgentCacheDuration, options.Limits.TurnBytes, options.Limits.TurnsPerCommit, options.Schema)
            .Should().Be((TimeSpan.FromSeconds(5), 1000, 8, "agentkit"));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("AgentKit:MigrateAtSart", "true", "*MigrateAtSart*")]
    [InlineData("AgentKit:MigrateAtStart", "perhaps", "*AgentKit:MigrateAtStart*")]
    [InlineData("AgentKit:Limits:TurnBytes", "0", "*AgentKitOptions.Limits.TurnBytes must be between*")]
    public async Task Start_WrittenWrong_SaysWhere(string key, string value, string message)
    {
        foreach (var name in new[] { null, "billing" })
        {
            var builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Configuration.AddInMemoryCollection([new("AgentKit:ConnectionString", fixture.Database.ConnectionString), new(key, value)]);
            var section = builder.Configuration.GetSection("AgentKit");
            _ = name is null ? builder.Services.AddAgentKit(section) : builder.Services.AddAgentKit(name, section);
            using var host = builder.Build();

            var error = (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<Exception>().WithMessage(message)).Which;
            error.Message.Should().NotContain(fixture.Database.ConnectionString);
        }
    }

    /// <summary>A value for each option that is not its default, as it is written in a configuration.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Keys(object options, string path) =>
        Values(options, path).Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value switch
        {
            null => "text",
            "True" or "False" => (pair.Value == "False").ToString(),
            _ when int.TryParse(pair.Value, out var number) => (number + 1).ToString(CultureInfo.InvariantCulture),
            _ when TimeSpan.TryParse(pair.Value, CultureInfo.InvariantCulture, out var time) => (time + TimeSpan.FromSeconds(1)).ToString("c"),
            nameof(PreparedStatementMode.Automatic) => nameof(PreparedStatementMode.Off),
            nameof(ScopePropagation.Local) => nameof(ScopePropagation.Citus),
            _ => pair.Value + "_2",
        }));

    private static Dictionary<string, string?> Values(object options, string path) =>
        options.GetType().GetProperties()
            .Where(property => property.GetMethod is { IsStatic: false } && !Objects.Contains(property.Name))
            .SelectMany(property => property.GetValue(options) switch
            {
                (ContentLimits or ResilienceOptions or EventBufferOptions or CoalescingOptions) and var inner => Values(inner, $"{path}{property.Name}:"),
                var value => new Dictionary<string, string?> { [path + property.Name] = Convert.ToString(value, CultureInfo.InvariantCulture) },
            })
            .ToDictionary(pair => pair.Key, pair => pair.Value is "" ? null : pair.Value);
}
