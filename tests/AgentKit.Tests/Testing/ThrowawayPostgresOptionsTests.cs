using AgentKit.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class ThrowawayPostgresOptionsTests
{
    [Theory]
    [InlineData("port", "5432")]
    [InlineData("Listen_Addresses", "*")]
    [InlineData("", "1")]
    [InlineData("work_mem = '1MB'\nfsync", "on")]
    [InlineData("work_mem", "1MB\nfsync = on")]
    public async Task StartAsync_WithASettingThatMayNotBeGiven_IsRefusedBeforeAnythingStarts(string name, string value)
    {
        var options = new ThrowawayPostgresOptions { Settings = new Dictionary<string, string> { [name] = value } };

        await RefusedAsync(options);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3601)]
    public async Task StartAsync_WithATimeoutOutOfRange_IsRefused(int seconds) =>
        await RefusedAsync(new ThrowawayPostgresOptions { StartTimeout = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public async Task StartAsync_WithAnUnknownSource_IsRefused() =>
        await RefusedAsync(new ThrowawayPostgresOptions { Source = (PostgresSource)9 });

    private static async Task RefusedAsync(ThrowawayPostgresOptions options)
    {
        var start = () => ThrowawayPostgres.StartAsync(options, TestHost.WithNothing, CancellationToken.None);

        await start.Should().ThrowAsync<ArgumentException>();
    }
}
