using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Preferences;

public sealed class PreferenceConcurrencyTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IPreferenceStore _store = fixture.Get<IPreferenceStore>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    /// <summary>The first of them makes the row, whichever that is.</summary>
    [Fact]
    public async Task UpdateAsync_HundredKeysAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _store.UpdateAsync(_user, new() { Metadata = { [$"k{i}"] = i } })));

        (await _store.GetAsync(_user)).Metadata.Select(member => (member.Key, member.Value!.GetValue<int>()))
            .Should().BeEquivalentTo(Enumerable.Range(0, 100).Select(i => ($"k{i}", i)));
    }

    [Fact]
    public async Task UpdateAsync_KeysComeAndGoAtOnce_EachChangeCounts()
    {
        var service = AgentScope.ForService(_user.WorkspaceId);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _store.UpdateDefaultsAsync(service, new() { Metadata = { [$"old{i}"] = i } })));

        await Task.WhenAll(
            Enumerable.Range(0, 50).SelectMany(i => new[]
            {
                _store.UpdateDefaultsAsync(service, new() { RemovedMetadata = [$"old{i}"] }),
                _store.UpdateDefaultsAsync(service, new() { Metadata = { [$"new{i}"] = i } }),
            }));

        (await _store.GetDefaultsAsync(_user)).Metadata.Select(member => member.Key)
            .Should().BeEquivalentTo(Enumerable.Range(0, 50).Select(i => $"new{i}"));
    }

    [Fact]
    public async Task UpdateAsync_DifferentFieldsAtOnce_AreAllKept()
    {
        PreferenceChange[] changes =
        [
            new() { Locale = "es-CO" },
            new() { TimeZoneId = "America/Bogota" },
            new() { ResponseStyle = "brief" },
            new() { AutoExecuteLevel = AutoExecuteLevel.AutoLowRisk },
            new() { Metadata = { ["a"] = 1 } },
        ];

        await Task.WhenAll(changes.Select(change => _store.UpdateAsync(_user, change)));

        PreferenceReadingTests.Describe(await _store.GetAsync(_user)).Should().Be("""es-CO, America/Bogota, brief, AutoLowRisk, {"a":1}""");
    }
}
