using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>
/// Watchers that are woken up. Where polls come once an hour, whatever is seen at all was announced: the tests need no clock.
/// </summary>
public sealed class ChangeNotificationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Listening = 302;
    private const int ListeningFailed = 303;
    private const int BehindPooler = 304;

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private string Admin => fixture.Database.AdminConnectionString;

    /// <summary>Past a pooler: behind one nobody can listen.</summary>
    private string Direct => fixture.Database.DirectConnectionString;

    [Fact]
    public async Task WatchAsync_Notified_SeesEachCommitWithFewReads()
    {
        const int commits = 30;
        await using var proxy = new TcpProxy(Direct);
        using var log = new CapturedLog();
        await using var watching = CreateProvider(proxy.ConnectionString, log);
        await using var writing = CreateProvider(Direct);
        var session = await CreateAsync(writing);
        await using var ofSession = Watch(watching).WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await using var ofWorkspace = Watch(watching).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await ofSession.MoveNextAsync();
        await ofWorkspace.MoveNextAsync();
        await HeardAsync(log, Listening);
        (await CountListenersAsync()).Should().Be(1, "all watchers of a process share one connection");

        var before = proxy.RoundTrips;
        for (var version = 2; version <= commits + 1; version++)
        {
            var next = Task.WhenAll(ofSession.MoveNextAsync().AsTask(), ofWorkspace.MoveNextAsync().AsTask());
            await AppendAsync(writing, session);
            await next;
            ofSession.Current.Version.Should().Be(version);
            ofWorkspace.Current.Version.Should().Be(version);
        }

        // Two watchers, one read each for each commit; more only where another test's transaction is open at this moment.
        (proxy.RoundTrips - before).Should().BeInRange(2 * commits, 10 * commits);
    }

    [Fact]
    public async Task WatchAsync_OthersCommit_IsNotWokenUp()
    {
        await using var proxy = new TcpProxy(Direct);
        using var log = new CapturedLog();
        await using var watching = CreateProvider(proxy.ConnectionString, log);
        await using var writing = CreateProvider(Direct);
        var session = await CreateAsync(writing);
        var other = await CreateAsync(writing);
        await using var watch = Watch(watching).WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, Listening);
        await FeedReader.UntilAsync(() => IsStillAsync(proxy));

        var before = proxy.RoundTrips;
        var next = watch.MoveNextAsync().AsTask();
        for (var i = 0; i < 50; i++)
        {
            await AppendAsync(writing, other);
            await CreateAsync(writing, AgentKitFixture.NewUser());
        }

        await AppendAsync(writing, session);
        await next;

        (proxy.RoundTrips - before).Should().BeInRange(1, 3, "notifications come in the order of the commits, and a hundred went by");
    }

    [Fact]
    public async Task WatchAsync_ListeningConnectionIsKilled_MissesNothingAndListensAgain()
    {
        using var log = new CapturedLog();
        await using var watching = CreateProvider(Direct, log);
        await using var writing = CreateProvider(Direct);
        var session = await CreateAsync(writing);
        await using var watch = Watch(watching).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, Listening);

        for (var times = 1; times <= 3; times++)
        {
            var next = watch.MoveNextAsync().AsTask();
            await KillListenersAsync();
            await AppendAsync(writing, session);
            (await next).Should().BeTrue("what was committed while nobody listened is looked for");

            await HeardAsync(log, Listening, 1 + times);
            next = watch.MoveNextAsync().AsTask();
            await AppendAsync(writing, session);
            (await next).Should().BeTrue("it listens again");
        }

        watch.Current.Version.Should().Be(7);
        log.Entries.Where(entry => entry.Id.Id == ListeningFailed).Should().HaveCount(3).And.OnlyContain(entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task WatchAsync_BehindAPooler_PollsInstead()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString) { HidesProcessId = true };
        using var log = new CapturedLog();
        await using var watching = CreateProvider(proxy.ConnectionString, log, options => options.ChangePollInterval = TimeSpan.FromMilliseconds(20));
        await using var writing = CreateProvider(fixture.Database.ConnectionString);
        var session = await CreateAsync(writing);
        await using var watch = Watch(watching).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, BehindPooler);

        var next = watch.MoveNextAsync().AsTask();
        await AppendAsync(writing, session);

        (await next).Should().BeTrue();
        log.Entries.Should().NotContain(entry => entry.Id.Id == Listening);
        (await CountListenersAsync()).Should().Be(0);
    }

    [Fact]
    public async Task WatchAsync_TheLastWatcherLeaves_NobodyListensAnyMore()
    {
        using var log = new CapturedLog();
        await using var provider = CreateProvider(Direct, log);
        var session = await CreateAsync(provider);
        for (var times = 1; times <= 3; times++)
        {
            var first = Watch(provider).WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
            var second = Watch(provider).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
            await first.MoveNextAsync();
            await second.MoveNextAsync();
            await HeardAsync(log, Listening, times);

            await first.DisposeAsync();
            (await CountListenersAsync()).Should().Be(1);
            await second.DisposeAsync();

            await FeedReader.UntilAsync(async () => await CountListenersAsync() == 0);
        }
    }

    [Fact]
    public async Task Dispose_WhileListening_EndsTheListener()
    {
        using var log = new CapturedLog();
        var provider = CreateProvider(Direct, log);
        await CreateAsync(provider);
        await using var watch = Watch(provider).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, Listening);
        var next = watch.MoveNextAsync().AsTask();

        await provider.DisposeAsync();

        (await CountListenersAsync()).Should().Be(0);
        await FluentActions.Awaiting(() => next).Should().ThrowAsync<ObjectDisposedException>();
    }

    /// <summary>A connection of which nothing is heard may be gone without a word; so it is asked from time to time, and stays what it was.</summary>
    [Fact]
    public async Task Listening_NothingIsHeardForLong_AsksAndListensOn()
    {
        await using var proxy = new TcpProxy(Direct);
        using var log = new CapturedLog();
        await using var watching = CreateProvider(
            proxy.ConnectionString, log, options => options.ChangePollIntervalWhileListening = TimeSpan.FromMilliseconds(10));
        await using var writing = CreateProvider(Direct);
        var session = await CreateAsync(writing);
        await using var watch = Watch(watching).WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, Listening);
        var before = proxy.RoundTrips;
        var next = watch.MoveNextAsync().AsTask();
        await FeedReader.UntilAsync(() => Task.FromResult(proxy.RoundTrips > before + 50));

        await AppendAsync(writing, session);

        (await next).Should().BeTrue();
        log.Entries.Where(entry => entry.Id.Id is Listening or ListeningFailed).Should().ContainSingle("it has listened all the time");
    }

    /// <summary>What is open before a commit may end later than it; the end is announced by nobody, and still need not wait for an hour.</summary>
    [Fact]
    public async Task WatchAsync_CommitWaitsForAnUnrelatedTransaction_IsSeenWhenThatEnds()
    {
        using var log = new CapturedLog();
        await using var provider = CreateProvider(
            Direct, log, options => options.ChangePollInterval = TimeSpan.FromMilliseconds(20));
        await CreateAsync(provider);
        await using var watch = Watch(provider).WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await HeardAsync(log, Listening);
        await using var held = await HeldTransaction.BeginAsync(Admin, "CREATE TEMPORARY TABLE something (a int)");
        var next = watch.MoveNextAsync().AsTask();
        var second = await CreateAsync(provider);

        await held.RollbackAsync();

        (await next).Should().BeTrue();
        watch.Current.SessionId.Should().Be(second.Id);
    }

    private static IChangeFeed Watch(ServiceProvider provider) => provider.GetRequiredService<IChangeFeed>();

    /// <summary>Polls come too rarely to be what a test sees.</summary>
    private ServiceProvider CreateProvider(string connectionString, CapturedLog? log = null, Action<AgentKitOptions>? configure = null) =>
        fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = connectionString + ";Application Name=" + _scope.WorkspaceId;
                options.NotifyChanges = true;
                options.ChangePollInterval = TimeSpan.FromHours(1);
                options.ChangePollIntervalWhileListening = TimeSpan.FromHours(1);
                configure?.Invoke(options);
            },
            services => log?.AddTo(services));

    private Task<Session> CreateAsync(ServiceProvider provider, AgentScope? scope = null) =>
        provider.GetRequiredService<ISessionStore>().CreateAsync(scope ?? _scope, new NewSession(AgentKitFixture.Agent));

    private Task<Session> AppendAsync(ServiceProvider provider, Session session) => provider.GetRequiredService<ISessionStore>().AppendAsync(
        _scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });

    private static Task HeardAsync(CapturedLog log, int id, int times = 1) =>
        FeedReader.UntilAsync(() => Task.FromResult(log.Entries.Count(entry => entry.Id.Id == id) >= times));

    private static async Task<bool> IsStillAsync(TcpProxy proxy)
    {
        var before = proxy.RoundTrips;
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        return proxy.RoundTrips == before;
    }

    private Task<long> CountListenersAsync() => Sql.ScalarAsync<long>(
        Admin,
        $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_scope.WorkspaceId}' AND query = 'LISTEN \"agentkit\"'");

    private Task KillListenersAsync() => Sql.ExecuteAsync(
        Admin,
        $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = '{_scope.WorkspaceId}' AND query = 'LISTEN "agentkit"'
        """);
}
