using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.Events;

/// <summary>A passing failure loses nothing; one that stays is counted and logged, and hurts nobody else.</summary>
public sealed class EventBufferFaultTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task Write_ServerDownAndUpAgain_LosesNothing()
    {
        using var log = new CapturedLog();
        await using var server = await ThrowawayPostgres.StartAsync(TestPostgres.Options with { Durable = true });
        await using var provider = fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = server.ConnectionString;
                options.MigrateAtStart = true;
                options.Resilience.TransientRetries = 0;
                options.EventBuffer.RetryDelay = TimeSpan.FromMilliseconds(10);
                options.EventBuffer.BatchSize = 20;
            },
            log.AddTo);
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var events = EventSamples.Many(300);
        await WriteAsync(events[..100]);
        await buffer.FlushAsync();

        await WriteAsync(events[100..150]);
        await server.StopServerAsync(immediate: true);
        await WriteAsync(events[150..]);
        var flush = buffer.FlushAsync();
        await Eventually.HoldsAsync(() => buffer.GetStatistics().LastError is not null);
        flush.IsCompleted.Should().BeFalse();
        await server.StartServerAsync();
        await flush;

        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 300, Pending = 0, Failed = 0, Refused = 0 });
        var read = await provider.GetRequiredService<IEventLog>().StreamAsync(_user).ToListAsync();
        read.Select(item => item.Id).Should().Equal(events.Select(item => item.Id));
        log.Entries.Should().Contain(entry => entry.Id.Id == 601 && entry.Level == LogLevel.Warning && entry.Exception is DatabaseUnavailableException);
        log.Entries.Should().NotContain(entry => entry.Level >= LogLevel.Error);

        async Task WriteAsync(IEnumerable<NewEvent> some)
        {
            foreach (var item in some)
            {
                await buffer.WriteAsync(_user, item);
            }
        }
    }

    [Fact]
    public async Task Write_ConnectionsCutAtRandom_IsThereOnce()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientRetries = 1;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            options.EventBuffer.RetryDelay = TimeSpan.FromMilliseconds(1);
            options.EventBuffer.BatchSize = 10;
        });
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var events = EventSamples.Many(1_000);
        await provider.GetRequiredService<IEventLog>().ListAsync(_user);
        proxy.CutOneOf = 4;

        foreach (var item in events)
        {
            await buffer.WriteAsync(_user, item);
        }

        await buffer.FlushAsync();

        proxy.Cuts.Should().BeGreaterThan(5);
        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 1_000, Pending = 0, Failed = 0 });
        var read = await fixture.Get<IEventLog>().StreamAsync(_user).ToListAsync();
        read.Select(item => item.Id).Should().Equal(events.Select(item => item.Id));
    }

    [Fact]
    public async Task Write_RefusedForGood_IsCountedAndLoggedAndTheOthersAreWritten()
    {
        using var log = new CapturedLog();
        var clock = new FixedTime(EventSamples.Noon);
        await using var provider = fixture.CreateProvider(
            options => options.EventBuffer.FlushInterval = TimeSpan.FromMinutes(1),
            services =>
            {
                log.AddTo(services);
                services.AddSingleton<TimeProvider>(clock);
            });
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var unlucky = AgentKitFixture.NewUser();
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"ALTER TABLE agentkit.events ADD CONSTRAINT no_luck CHECK (workspace_id <> '{unlucky.WorkspaceId}')");

        for (var i = 0; i < 5; i++)
        {
            await buffer.WriteAsync(unlucky, EventSamples.New("secret type"));
            await buffer.WriteAsync(_user, EventSamples.New());
        }

        await buffer.FlushAsync();

        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 5, Pending = 0, Failed = 5, Refused = 0, LastErrorAt = EventSamples.Noon });
        buffer.GetStatistics().LastError.Should().Contain("23514").And.Contain("no_luck");
        var entry = log.Entries.Where(e => e.Level >= LogLevel.Error).Should().ContainSingle().Subject;
        entry.Id.Id.Should().Be(600);
        entry.Message.Should().Be($"5 events of workspace {unlucky.WorkspaceId} could not be written and are lost");
        entry.Exception!.ToString().Should().NotContain("secret type");
        (await fixture.Get<IEventLog>().AllAsync(_user)).Should().HaveCount(5);

        // It goes on afterwards.
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, "ALTER TABLE agentkit.events DROP CONSTRAINT no_luck");
        await buffer.WriteAsync(unlucky, EventSamples.New());
        await buffer.FlushAsync();
        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 6, Pending = 0, Failed = 5 });
    }

    [Fact]
    public async Task Write_LoggerOfTheHostThrows_GoesOnAndCounts()
    {
        await using var provider = fixture.CreateProvider(
            services: services => services.AddLogging(logging => logging.AddProvider(new BrokenLog())));
        var buffer = provider.GetRequiredService<IEventBuffer>();
        var unlucky = AgentKitFixture.NewUser();
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"ALTER TABLE agentkit.events ADD CONSTRAINT no_luck_either CHECK (workspace_id <> '{unlucky.WorkspaceId}')");

        await buffer.WriteAsync(unlucky, EventSamples.New());
        await buffer.FlushAsync();
        await buffer.WriteAsync(_user, EventSamples.New());
        await buffer.FlushAsync();

        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 1, Pending = 0, Failed = 1 });
    }

    /// <summary>Breaks where the buffer tells of a failure.</summary>
    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The disk of the log is full.");

        public void Dispose()
        {
        }
    }
}
