using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventRetentionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = EventSamples.Noon;

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_user.WorkspaceId);

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(10, 30, 4)]
    [InlineData(10, 25, 3)]
    [InlineData(10_000, 30, 1)]
    public async Task DeleteOlderThanAsync_AnyBatch_IsOneRoundTripEach(int batchSize, int expired, int roundTrips)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var log = provider.GetRequiredService<IEventLog>();
        await log.AppendManyAsync(_user, EventSamples.Many(40));
        var before = proxy.RoundTrips;

        (await log.DeleteOlderThanAsync(Service, Noon.AddMinutes(expired), batchSize)).Should().Be(expired);

        (proxy.RoundTrips - before).Should().Be(roundTrips);
        (await log.AllAsync(_user)).Should().HaveCount(40 - expired).And.OnlyContain(item => item.OccurredAt >= Noon.AddMinutes(expired));
    }

    [Fact]
    public async Task DeleteOlderThanAsync_WholeWorkspace_WhoeversTheyAreAndNoOther()
    {
        var (other, elsewhere) = (AgentScope.ForUser(_user.WorkspaceId, "other"), AgentKitFixture.NewUser());
        foreach (var scope in new[] { _user, other, Service, elsewhere })
        {
            await _log.AppendManyAsync(scope, EventSamples.Many(5));
        }

        (await _log.DeleteOlderThanAsync(Service, Noon.AddMinutes(3))).Should().Be(9);

        (await _log.AllAsync(Service)).Should().HaveCount(6);
        (await _log.AllAsync(elsewhere)).Should().HaveCount(5);
    }

    [Fact]
    public async Task DeleteOlderThanAsync_NoService_IsDenied()
    {
        await _log.AppendManyAsync(_user, EventSamples.Many(2));

        foreach (var scope in new[] { _user, AgentScope.ForAdmin(_user.WorkspaceId, "u-1") })
        {
            await _log.Awaiting(log => log.DeleteOlderThanAsync(scope, Noon.AddYears(1))).Should().ThrowAsync<AccessDeniedException>();
        }

        (await _log.AllAsync(_user)).Should().HaveCount(2);
    }

    [Fact]
    public async Task DeleteOlderThanAsync_SeveralAtOnce_ShareTheWork()
    {
        await _log.AppendManyAsync(_user, EventSamples.Many(2_000));

        var removed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _log.DeleteOlderThanAsync(Service, Noon.AddYears(1), 50)));

        removed.Sum().Should().Be(2_000);

        // One that meets nothing but rows of the others ends; what it passed over, they remove.
        (await _log.AllAsync(_user)).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteOlderThanAsync_Cancelled_KeepsWhatIsDone()
    {
        await _log.AppendManyAsync(_user, EventSamples.Many(3));
        var cancelled = new CancellationToken(canceled: true);

        await _log.Awaiting(log => log.DeleteOlderThanAsync(Service, Noon.AddYears(1), 1, cancelled)).Should().ThrowAsync<OperationCanceledException>();

        (await _log.AllAsync(_user)).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    [InlineData(-1)]
    public async Task DeleteOlderThanAsync_BatchOutOfRange_Throws(int batchSize) =>
        (await _log.Awaiting(log => log.DeleteOlderThanAsync(Service, Noon, batchSize)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should().Be("batchSize");

    [Fact]
    public async Task DeleteOlderThanAsync_TimeBeforeAllTimes_RemovesNone() =>
        (await _log.DeleteOlderThanAsync(Service, DateTimeOffset.MinValue)).Should().Be(0);
}
