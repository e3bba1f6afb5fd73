using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Preferences;

/// <summary>What is refused before anything is sent.</summary>
public sealed class PreferenceInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IPreferenceStore _store = fixture.Get<IPreferenceStore>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    public static TheoryData<string, PreferenceChange> BadChanges() => new()
    {
        { "Locale", new() { Locale = "" } },
        { "Locale", new() { Locale = " " } },
        { "Locale", new() { Locale = "es\0" } },
        { "Locale", new() { Locale = "x-" + string.Join('-', Enumerable.Repeat("12345678", 10)) } },
        { "TimeZoneId", new() { TimeZoneId = "" } },
        { "TimeZoneId", new() { TimeZoneId = "A/" + new string('b', 99) } },
        { "ResponseStyle", new() { ResponseStyle = "" } },
        { "ResponseStyle", new() { ResponseStyle = "\t" } },
        { "ResponseStyle", new() { ResponseStyle = new string('x', 501) } },
        { "ResponseStyle", new() { ResponseStyle = "a\0b" } },
        { "ResponseStyle", new() { ResponseStyle = "a\ud800b" } },
        { "level", new() { AutoExecuteLevel = (AutoExecuteLevel)3 } },
        { "Metadata", new() { Metadata = null! } },
        { "Metadata", new() { Metadata = { ["a"] = "a\0b" } } },
        { "Metadata", new() { Metadata = { ["a\udc00"] = 1 } } },
        { "Metadata", new() { Metadata = { ["a"] = JsonNode.Parse("1e200000") } } },
        { "Metadata", new() { Metadata = { ["a"] = new string('x', 64 * 1024) } } },
        { "RemovedMetadata", new() { RemovedMetadata = null! } },
        { "RemovedMetadata", new() { RemovedMetadata = [null!] } },
        { "RemovedMetadata", new() { RemovedMetadata = ["a\0"] } },
        { "RemovedMetadata", new() { RemovedMetadata = [new string('x', 1_001)] } },
        { "RemovedMetadata", new() { RemovedMetadata = [.. Enumerable.Range(0, 1_001).Select(i => $"{i}")] } },
        { "RemovedMetadata", new() { Metadata = { ["a"] = 1 }, RemovedMetadata = ["a"] } },
        { "Unset", new() { Unset = (PreferenceFields)16 } },
        { "Unset", new() { Unset = PreferenceFields.Locale, Locale = "es" } },
        { "Unset", new() { Unset = PreferenceFields.All, TimeZoneId = "UTC" } },
        { "Unset", new() { Unset = PreferenceFields.ResponseStyle, ResponseStyle = "x" } },
        { "Unset", new() { Unset = PreferenceFields.AutoExecuteLevel, AutoExecuteLevel = AutoExecuteLevel.Confirm } },
    };

    [Theory]
    [MemberData(nameof(BadChanges))]
    public async Task Change_OutOfRange_ThrowsArgumentException(string paramName, PreferenceChange bad)
    {
        var service = AgentScope.ForService(_user.WorkspaceId);

        (await _store.Awaiting(store => store.UpdateAsync(_user, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);
        (await _store.Awaiting(store => store.UpdateDefaultsAsync(service, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);
    }

    [Theory]
    [InlineData("es")]
    [InlineData("es-CO")]
    [InlineData("EN-us")]
    [InlineData("zh-Hant-TW")]
    [InlineData("zh-cmn-Hans-CN")]
    [InlineData("es-419")]
    [InlineData("sl-rozaj-biske-1994")]
    [InlineData("de-CH-1901")]
    [InlineData("hy-Latn-IT-arevela")]
    [InlineData("de-DE-u-co-phonebk")]
    [InlineData("en-a-myext-b-another-x-private")]
    [InlineData("x-whatever")]
    [InlineData("gsw")]
    public async Task Locale_WellFormedTag_IsKeptAsWritten(string tag) =>
        (await _store.UpdateAsync(_user, new() { Locale = tag })).Locale.Should().Be(tag);

    [Theory]
    [InlineData("e")]
    [InlineData("es_CO")]
    [InlineData("es-")]
    [InlineData("-es")]
    [InlineData("es CO")]
    [InlineData(" es")]
    [InlineData("es\n")]
    [InlineData("españa")]
    [InlineData("es-CO-CO")]
    [InlineData("es-u")]
    [InlineData("es-x")]
    [InlineData("abcdefghi")]
    [InlineData("es.UTF-8")]
    [InlineData("C")]
    public async Task Locale_NoTag_ThrowsArgumentException(string text) =>
        (await _store.Awaiting(store => store.UpdateAsync(_user, new() { Locale = text })).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*BCP 47*").Which.ParamName.Should().Be("Locale");

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/Bogota")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("America/Port-au-Prince")]
    [InlineData("EST5EDT")]
    public async Task TimeZoneId_IanaName_IsKeptAsWritten(string id) =>
        (await _store.UpdateAsync(_user, new() { TimeZoneId = id })).TimeZoneId.Should().Be(id);

    [Theory]
    [InlineData("-05:00")]
    [InlineData("+5")]
    [InlineData("America/")]
    [InlineData("/Bogota")]
    [InlineData("SA Pacific Standard Time")]
    [InlineData("America/Bogotá")]
    [InlineData("../etc/passwd")]
    [InlineData("UTC\n")]
    public async Task TimeZoneId_NoName_ThrowsArgumentException(string text) =>
        (await _store.Awaiting(store => store.UpdateAsync(_user, new() { TimeZoneId = text })).Should().ThrowAsync<ArgumentException>())
            .WithMessage("*IANA*").Which.ParamName.Should().Be("TimeZoneId");

    [Fact]
    public async Task Methods_UserOutOfRange_ThrowArgumentException()
    {
        var service = AgentScope.ForService(_user.WorkspaceId);
        foreach (var userId in new[] { "", " ", "a\0b", "a\ud800b", new string('u', 201) })
        {
            await _store.Awaiting(store => store.GetAsync(service, userId)).Should().ThrowAsync<ArgumentException>();
            await _store.Awaiting(store => store.UpdateAsync(service, new(), userId)).Should().ThrowAsync<ArgumentException>();
            await _store.Awaiting(store => store.ResetAsync(service, userId)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task Methods_NobodyNamed_ThrowArgumentException()
    {
        var service = AgentScope.ForService(_user.WorkspaceId);

        (await _store.Awaiting(store => store.GetAsync(service)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be("userId");
        await _store.Awaiting(store => store.UpdateAsync(service, new())).Should().ThrowAsync<ArgumentException>();
        await _store.Awaiting(store => store.ResetAsync(service)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Methods_Null_ThrowArgumentNullException()
    {
        await _store.Awaiting(store => store.GetAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.UpdateAsync(null!, new())).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.UpdateAsync(_user, null!)).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.ResetAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.GetDefaultsAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.UpdateDefaultsAsync(null!, new())).Should().ThrowAsync<ArgumentNullException>();
        await _store.Awaiting(store => store.UpdateDefaultsAsync(AgentScope.ForService(_user.WorkspaceId), null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task UpdateAsync_SmallerLimit_IsTheHostsToSet()
    {
        await using var provider = fixture.CreateProvider(options => options.Limits.MetadataBytes = 10);
        var store = provider.GetRequiredService<IPreferenceStore>();

        await store.Awaiting(s => s.UpdateAsync(_user, new() { Metadata = { ["a"] = 12345 } })).Should().ThrowAsync<ArgumentException>();
        (await store.UpdateAsync(_user, new() { Metadata = { ["a"] = 1234 } })).Metadata.Should().ContainSingle();
    }
}
