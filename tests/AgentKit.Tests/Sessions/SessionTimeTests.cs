using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

/// <summary>Which times are the database's, and which are the host's.</summary>
public sealed class SessionTimeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task UpdatedAt_ClockOfTheHostIsWrong_IsTheDatabasesAndRises()
    {
        var wrong = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(new FixedTime(wrong)));
        var sessions = provider.GetRequiredService<ISessionStore>();
        var before = await NowAsync();

        var created = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var committed = await sessions.CommitAsync(_scope, created, new SessionCommit { Turns = [Turn.User("hi")] });
        var closed = await sessions.CloseAsync(_scope, created.Id);

        (created.CreatedAt, committed.LastTurnAt, closed.ClosedAt).Should().Be((wrong, wrong, wrong), "these the host says");
        DateTimeOffset[] times = [before, created.UpdatedAt, committed.UpdatedAt, closed.UpdatedAt, await NowAsync()];
        times.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        (await sessions.GetAsync(_scope, created.Id)).UpdatedAt.Should().Be(closed.UpdatedAt);
    }

    private async Task<DateTimeOffset> NowAsync() =>
        new(await Sql.ScalarAsync<DateTime>(fixture.Database.ConnectionString, "SELECT clock_timestamp()"));
}
