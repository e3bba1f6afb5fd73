using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;
using static AgentKit.Tests.Preferences.PreferenceReadingTests;

namespace AgentKit.Tests.Preferences;

public sealed class PreferenceChangeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IPreferenceStore _store = fixture.Get<IPreferenceStore>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_user.WorkspaceId);

    [Fact]
    public async Task UpdateAsync_OneField_LeavesTheOthersAlone()
    {
        await _store.UpdateAsync(_user, Everything("es", "UTC", "brief", AutoExecuteLevel.Confirm, """{"a":1}"""));

        Describe(await _store.UpdateAsync(_user, new() { Locale = "de" })).Should().Be("""de, UTC, brief, Confirm, {"a":1}""");
        Describe(await _store.UpdateAsync(_user, new() { TimeZoneId = "Europe/Berlin" })).Should().Be("""de, Europe/Berlin, brief, Confirm, {"a":1}""");
        Describe(await _store.UpdateAsync(_user, new() { ResponseStyle = "long" })).Should().Be("""de, Europe/Berlin, long, Confirm, {"a":1}""");
        Describe(await _store.UpdateAsync(_user, new() { AutoExecuteLevel = AutoExecuteLevel.SuggestOnly }))
            .Should().Be("""de, Europe/Berlin, long, SuggestOnly, {"a":1}""");
        Describe(await _store.UpdateAsync(_user, new() { Metadata = { ["b"] = 2 } })).Should().Be("""de, Europe/Berlin, long, SuggestOnly, {"a":1,"b":2}""");
        Describe(await _store.UpdateAsync(_user, new())).Should().Be("""de, Europe/Berlin, long, SuggestOnly, {"a":1,"b":2}""");
    }

    [Theory]
    [InlineData(PreferenceFields.Locale, ", UTC, brief, Confirm")]
    [InlineData(PreferenceFields.TimeZoneId, "es, , brief, Confirm")]
    [InlineData(PreferenceFields.ResponseStyle, "es, UTC, , Confirm")]
    [InlineData(PreferenceFields.AutoExecuteLevel, "es, UTC, brief, ")]
    [InlineData(PreferenceFields.Locale | PreferenceFields.ResponseStyle, ", UTC, , Confirm")]
    [InlineData(PreferenceFields.All, ", , , ")]
    [InlineData(PreferenceFields.None, "es, UTC, brief, Confirm")]
    public async Task UpdateAsync_Unset_GivesUpWhatIsNamed(PreferenceFields unset, string expected)
    {
        await _store.UpdateAsync(_user, Everything("es", "UTC", "brief", AutoExecuteLevel.Confirm, """{"a":1}"""));

        var after = await _store.UpdateAsync(_user, new() { Unset = unset });

        Describe(after.Own).Should().Be($$"""{{expected}}, {"a":1}""");
    }

    [Fact]
    public async Task UpdateAsync_Unset_TheDefaultShowsThroughAgain()
    {
        await _store.UpdateDefaultsAsync(Service, new() { Locale = "es", AutoExecuteLevel = AutoExecuteLevel.AutoLowRisk });
        await _store.UpdateAsync(_user, new() { Locale = "de", AutoExecuteLevel = AutoExecuteLevel.SuggestOnly });

        var after = await _store.UpdateAsync(_user, new() { Unset = PreferenceFields.Locale | PreferenceFields.AutoExecuteLevel, TimeZoneId = "UTC" });

        Describe(after).Should().Be("es, UTC, , AutoLowRisk, {}");
    }

    [Fact]
    public async Task UpdateAsync_Metadata_IsMergedByKeyAndKeysCanGo()
    {
        await _store.UpdateAsync(_user, Metadata("""{"keep":1,"change":{"a":1},"go":1,"":0}"""));

        var after = await _store.UpdateAsync(_user, Metadata("""{"change":{"b":2},"new":null}""") with { RemovedMetadata = ["go", "never there", ""] });

        after.Own.Metadata.Select(member => (member.Key, member.Value?.ToJsonString())).Should().BeEquivalentTo(
            new[] { ("keep", "1"), ("change", """{"b":2}"""), ("new", null) });
    }

    [Fact]
    public async Task UpdateAsync_RemovedKeyOfADefault_StaysTheDefaults()
    {
        await _store.UpdateDefaultsAsync(Service, new() { Metadata = { ["a"] = 1 } });
        await _store.UpdateAsync(_user, new() { Metadata = { ["a"] = 2 } });

        var after = await _store.UpdateAsync(_user, new() { RemovedMetadata = ["a"] });

        after.Metadata.ToJsonString().Should().Be("""{"a":1}""");
    }

    [Fact]
    public async Task UpdateAsync_SentAgain_ComesToTheSame()
    {
        var change = Metadata("""{"a":1}""") with { Locale = "es", Unset = PreferenceFields.ResponseStyle, RemovedMetadata = ["b"] };
        await _store.UpdateAsync(_user, Metadata("""{"b":1,"c":1}""") with { ResponseStyle = "long" });

        var first = await _store.UpdateAsync(_user, change);
        var second = await _store.UpdateAsync(_user, change);

        Describe(second.Own).Should().Be(Describe(first.Own));
        second.Own.UpdatedAt.Should().BeOnOrAfter(first.Own.UpdatedAt!.Value);
    }

    [Fact]
    public async Task ResetAsync_AnythingSet_TheDefaultsHoldAgain()
    {
        await _store.UpdateDefaultsAsync(Service, new() { Locale = "es", Metadata = { ["a"] = 1 } });
        await _store.UpdateAsync(_user, Everything("de", "UTC", "brief", AutoExecuteLevel.Confirm, """{"a":2}"""));

        var after = await _store.ResetAsync(_user);

        Describe(after).Should().Be("""es, , , SuggestOnly, {"a":1}""");
        after.Own.UpdatedAt.Should().BeNull();
        Describe(await _store.ResetAsync(_user)).Should().Be("""es, , , SuggestOnly, {"a":1}""", "a second time changes nothing");
    }

    [Fact]
    public async Task UpdateDefaultsAsync_FieldsAndMetadata_FollowTheSameRules()
    {
        await _store.UpdateDefaultsAsync(Service, Everything("es", "UTC", "brief", AutoExecuteLevel.Confirm, """{"a":1,"b":1}"""));

        var after = await _store.UpdateDefaultsAsync(Service, Metadata("""{"c":3}""") with
        {
            Locale = "de",
            Unset = PreferenceFields.All & ~PreferenceFields.Locale,
            RemovedMetadata = ["a"],
        });

        Describe(after).Should().Be("""de, , , , {"b":1,"c":3}""");
    }

    [Fact]
    public async Task UpdateAsync_Unicode_ComesBackAsItWasGiven()
    {
        const string style = "breve y cálido 🫶🏽 \u00a0\u202e";

        var after = await _store.UpdateAsync(_user, new() { ResponseStyle = style, Metadata = { ["ключ 🗝"] = style } });

        after.ResponseStyle.Should().Be(style);
        after.Metadata["ключ 🗝"]!.GetValue<string>().Should().Be(style);
    }

    [Fact]
    public async Task GetAsync_LevelOfALaterVersion_IsADatabaseError()
    {
        await _store.UpdateAsync(_user, new() { AutoExecuteLevel = AutoExecuteLevel.Confirm });
        var connection = fixture.Database.AdminConnectionString;
        await Sql.ExecuteAsync(connection, "ALTER TABLE agentkit.preferences DROP CONSTRAINT preferences_auto_execute_level_check");
        await Sql.ExecuteAsync(connection, $"UPDATE agentkit.preferences SET auto_execute_level = 'all' WHERE workspace_id = '{_user.WorkspaceId}'");

        await _store.Awaiting(store => store.GetAsync(_user)).Should().ThrowAsync<DatabaseException>();
    }

    private static PreferenceChange Metadata(string json) => new() { Metadata = JsonNode.Parse(json)!.AsObject() };
}
