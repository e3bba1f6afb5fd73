using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The server, or the pool, has fewer connections than there are callers.</summary>
public sealed partial class ServerRefusalTests
{
    [Fact]
    public async Task ManyCalls_ServerTakesTwoConnections_AreTypedOrDone()
    {
        const int count = 20;
        await using var provider = CreateProvider(options => options.ConnectionString = With(settings => settings.MaxPoolSize = count));
        var begun = await BeginAsync(provider, count);
        await AlterDatabaseAsync("CONNECTION LIMIT 3"); // one of them holds the rows
        Task<Exception?>[] calls;
        await using (await HoldAsync([.. begun.Select(one => one.Session)]))
        {
            calls = [.. begun.Select(one => FailureOfAsync(() => one.Sessions.CommitAsync(_scope, one.Session, one.Commit)))];
            await Eventually.HoldsAsync(() => calls.Count(call => call.IsCompleted) >= count - 2);
        }

        await AlterDatabaseAsync("CONNECTION LIMIT -1");
        var errors = (await Task.WhenAll(calls)).OfType<Exception>().ToArray();
        errors.Should().AllBeOfType<DatabaseUnavailableException>();
        if (TestPostgres.IsPooled)
        {
            // A pooler lets them wait for a connection until they give up, and those that have one give up as late.
            errors.Should().HaveCountGreaterThanOrEqualTo(count - 2);
        }
        else
        {
            errors.Should().HaveCount(count - 2)
                .And.OnlyContain(error => ((DatabaseUnavailableException)error).SqlState == "53300" && error.Message.Contains("max_connections"));
        }

        foreach (var (sessions, session, commit) in begun)
        {
            await AppliedOnceAsync(sessions, session, commit);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ManyCalls_PoolIsExhausted_AreTypedAndNoneIsLost(int connections)
    {
        await using var provider = CreateProvider(options => options.ConnectionString = With(settings =>
        {
            settings.MaxPoolSize = connections;
            settings.Timeout = 1;
        }));
        var begun = await BeginAsync(provider, connections);
        List<Task<Session>> waiting = [];
        await using (await HoldAsync([.. begun.Select(one => one.Session)]))
        {
            // They wait for their rows, and have all the connections.
            waiting.AddRange(begun.Select(one => one.Sessions.AppendAsync(_scope, one.Session.Id, one.Commit)));
            await Eventually.HoldsAsync(async () => await Sql.ScalarAsync<long>(
                fixture.Database.AdminConnectionString,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == connections);

            var errors = await TogetherAsync(10, _ => begun[0].Sessions.GetAsync(_scope, begun[0].Session.Id));

            errors.Should().HaveCount(10).And.AllBeOfType<DatabaseUnavailableException>();
            errors.Should().OnlyContain(error => error.Message.Contains("Maximum Pool Size"));
        }

        await Task.WhenAll(waiting);
        foreach (var (sessions, session, commit) in begun)
        {
            await AppliedOnceAsync(sessions, session, commit);
        }
    }

    /// <summary>As many as come, one connection, and no fault: everybody is served in their turn.</summary>
    [Fact]
    public async Task ManyCalls_OneConnection_AreAllServed()
    {
        await using var provider = CreateProvider(options =>
        {
            options.ConnectionString = With(settings => settings.MaxPoolSize = 1);
            options.Resilience.CallTimeout = TimeSpan.FromMinutes(5);
        });
        var (sessions, session, _) = await BeginAsync(provider);

        var errors = await TogetherAsync(100, async i =>
        {
            if (i % 2 == 0)
            {
                await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User($"{i}")] });
            }
            else
            {
                await sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Turns = [Turn.User($"{i}")] });
            }
        });

        errors.Should().BeEmpty();
        var turns = await sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, 100).Select(number => (long)number));
        turns.Select(turn => turn.Text).Should().OnlyHaveUniqueItems();
    }

    private static async Task<IReadOnlyList<Exception>> TogetherAsync(int count, Func<int, Task> call) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(i => FailureOfAsync(() => call(i))))).OfType<Exception>()];

    private async Task<IReadOnlyList<(ISessionStore Sessions, Session Session, SessionCommit Commit)>> BeginAsync(
        IServiceProvider provider, int count)
    {
        List<(ISessionStore, Session, SessionCommit)> begun = [];
        for (var i = 0; i < count; i++)
        {
            begun.Add(await BeginAsync(provider));
        }

        return begun;
    }
}
