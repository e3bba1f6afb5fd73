using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Preferences;

/// <summary>What holds for a user, and who has set it.</summary>
public sealed class PreferenceReadingTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IPreferenceStore _store = fixture.Get<IPreferenceStore>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_user.WorkspaceId);

    [Fact]
    public async Task GetAsync_NothingSet_IsTheCautiousDefault()
    {
        var read = await _store.GetAsync(_user);

        read.Should().BeEquivalentTo(new
        {
            UserId = "u-1",
            Locale = (string?)null,
            TimeZoneId = (string?)null,
            ResponseStyle = (string?)null,
            AutoExecuteLevel = AutoExecuteLevel.SuggestOnly,
        });
        read.Metadata.Should().BeEmpty();
        read.Own.UpdatedAt.Should().BeNull();
        read.Defaults.UpdatedAt.Should().BeNull();
        read.Own.AutoExecuteLevel.Should().BeNull("nobody has set it");
    }

    [Fact]
    public async Task GetAsync_OnlyDefaults_ShowThrough()
    {
        await _store.UpdateDefaultsAsync(Service, Everything("es-CO", "America/Bogota", "brief", AutoExecuteLevel.AutoLowRisk, """{"a":1,"b":{"c":[]}}"""));

        var read = await _store.GetAsync(_user);

        Describe(read).Should().Be("""es-CO, America/Bogota, brief, AutoLowRisk, {"a":1,"b":{"c":[]}}""");
        Describe(read.Own).Should().Be(", , , , {}");
        Describe(read.Defaults).Should().Be("""es-CO, America/Bogota, brief, AutoLowRisk, {"a":1,"b":{"c":[]}}""");
    }

    [Fact]
    public async Task GetAsync_BothSet_TheUsersOwnLieOver()
    {
        await _store.UpdateDefaultsAsync(Service, Everything("es-CO", "America/Bogota", "brief", AutoExecuteLevel.AutoLowRisk, """{"a":1,"b":{"c":1}}"""));
        await _store.UpdateAsync(_user, Everything("de", "Europe/Berlin", "long", AutoExecuteLevel.SuggestOnly, """{"b":{"d":2},"e":null}"""));

        var read = await _store.GetAsync(_user);

        Describe(read).Should().Be("""de, Europe/Berlin, long, SuggestOnly, {"a":1,"b":{"d":2},"e":null}""");
        Describe(read.Own).Should().Be("""de, Europe/Berlin, long, SuggestOnly, {"b":{"d":2},"e":null}""");
        Describe(read.Defaults).Should().Be("""es-CO, America/Bogota, brief, AutoLowRisk, {"a":1,"b":{"c":1}}""");
    }

    [Fact]
    public async Task GetAsync_SomeSet_EachFallsThroughByItself()
    {
        await _store.UpdateDefaultsAsync(Service, new() { Locale = "es", AutoExecuteLevel = AutoExecuteLevel.Confirm });
        await _store.UpdateAsync(_user, new() { ResponseStyle = "long" });

        Describe(await _store.GetAsync(_user)).Should().Be("es, , long, Confirm, {}");
        Describe(await _store.GetAsync(Service, "u-2")).Should().Be("es, , , Confirm, {}");
    }

    [Fact]
    public async Task GetAsync_ServiceOnBehalf_MeansThatUser()
    {
        await _store.UpdateAsync(_user, new() { Locale = "es" });

        (await _store.GetAsync(AgentScope.ForService(_user.WorkspaceId, "u-1"))).Locale.Should().Be("es");
        (await _store.GetAsync(AgentScope.ForService(_user.WorkspaceId, "u-2"), "u-1")).Locale.Should().Be("es");
    }

    [Fact]
    public async Task GetAsync_MetadataChangedByTheCaller_IsNobodyElses()
    {
        await _store.UpdateDefaultsAsync(Service, new() { Metadata = { ["a"] = new JsonObject { ["b"] = 1 } } });

        var read = await _store.GetAsync(_user);
        read.Metadata["a"]!["b"] = 2;

        read.Defaults.Metadata.ToJsonString().Should().Be("""{"a":{"b":1}}""");
        (await _store.GetAsync(_user)).Metadata.ToJsonString().Should().Be("""{"a":{"b":1}}""");
    }

    [Fact]
    public async Task GetDefaultsAsync_EverybodyOfTheWorkspace_SeesThem()
    {
        Describe(await _store.GetDefaultsAsync(_user)).Should().Be(", , , , {}");

        var written = await _store.UpdateDefaultsAsync(Service, new() { Locale = "es", Metadata = { ["a"] = 1 } });

        Describe(written).Should().Be("""es, , , , {"a":1}""");
        Describe(await _store.GetDefaultsAsync(_user)).Should().Be("""es, , , , {"a":1}""");
        Describe(await _store.GetDefaultsAsync(AgentScope.ForAdmin(_user.WorkspaceId, "x"))).Should().Be("""es, , , , {"a":1}""");
        Describe(await _store.GetDefaultsAsync(AgentKitFixture.NewService())).Should().Be(", , , , {}");
    }

    internal static PreferenceChange Everything(string locale, string timeZone, string style, AutoExecuteLevel level, string metadata) => new()
    {
        Locale = locale,
        TimeZoneId = timeZone,
        ResponseStyle = style,
        AutoExecuteLevel = level,
        Metadata = JsonNode.Parse(metadata)!.AsObject(),
    };

    internal static string Describe(AgentKit.Preferences read) =>
        $"{read.Locale}, {read.TimeZoneId}, {read.ResponseStyle}, {read.AutoExecuteLevel}, {read.Metadata.ToJsonString()}";

    internal static string Describe(PreferenceLayer layer) =>
        $"{layer.Locale}, {layer.TimeZoneId}, {layer.ResponseStyle}, {layer.AutoExecuteLevel}, {layer.Metadata.ToJsonString()}";
}
