using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.Events;

/// <summary>What is in the buffer when a host ends is written, or counted and logged.</summary>
public sealed class EventBufferShutdownTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task StopHost_EventsInMemory_AreWrittenAlsoThoseOfServicesThatStop()
    {
        using var host = CreateHost(services => services
            .AddSingleton(_user)
            .AddHostedService<Talkative>());
        await host.StartAsync();
        var buffer = host.Services.GetRequiredService<IEventBuffer>();
        await buffer.WriteAsync(_user, EventSamples.New("running"));

        await host.StopAsync();

        (await _log.StreamAsync(_user).ToListAsync()).Select(item => item.Type).Should().BeEquivalentTo("running", "stopping");
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(2, 0, 0, 0, null, null));
    }

    [Fact]
    public async Task StopHost_TimeIsOver_WhatIsLeftIsCountedAndLogged()
    {
        using var log = new CapturedLog();
        using var host = CreateHost(log.AddTo, timeout: TimeSpan.FromMilliseconds(200));
        await host.StartAsync();
        var buffer = host.Services.GetRequiredService<IEventBuffer>();
        await using (await BlockedEvents.StartAsync(fixture))
        {
            foreach (var item in EventSamples.Many(25))
            {
                await buffer.WriteAsync(_user, item);
            }

            await host.Awaiting(h => h.StopAsync()).Should().NotThrowAsync<AgentKitException>();
        }

        buffer.GetStatistics().Should().BeEquivalentTo(
            new { Written = 0, Pending = 0, Failed = 25, Refused = 0, LastError = "The time to shut down was over." });
        log.Entries.Where(entry => entry.Id.Id == 602).Should().OnlyContain(entry => entry.Level == LogLevel.Error)
            .And.Contain(entry => entry.Message.Contains(_user.WorkspaceId));
        (await _log.AllAsync(_user)).Should().BeEmpty();
    }

    [Fact]
    public async Task AnyCall_AfterTheEnd_IsRefused()
    {
        using var host = CreateHost();
        await host.StartAsync();
        var buffer = host.Services.GetRequiredService<IEventBuffer>();
        await host.StopAsync();

        await buffer.Awaiting(b => b.WriteAsync(_user, EventSamples.New()).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        buffer.TryWrite(_user, EventSamples.New()).Should().BeFalse();
        await buffer.FlushAsync();

        buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, 0, 0, 1, null, null), "a caller who is told by an exception counts for nothing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeProvider_NoHost_WritesWhatIsThere(bool asynchronously)
    {
        var provider = fixture.CreateProvider(options => options.EventBuffer.FlushInterval = Long);
        var buffer = provider.GetRequiredService<IEventBuffer>();
        foreach (var item in EventSamples.Many(30))
        {
            buffer.TryWrite(_user, item);
        }

        if (asynchronously)
        {
            await provider.DisposeAsync();
        }
        else
        {
            provider.Dispose();
        }

        buffer.GetStatistics().Should().Be(new EventBufferStatistics(30, 0, 0, 0, null, null));
        (await _log.AllAsync(_user)).Should().HaveCount(30);
    }

    [Fact]
    public async Task DisposeProvider_TimeIsOver_WhatIsLeftIsCountedAndLogged()
    {
        using var log = new CapturedLog();
        var provider = fixture.CreateProvider(
            options => (options.EventBuffer.FlushInterval, options.EventBuffer.BatchSize, options.EventBuffer.DrainTimeout) = (Long, 10, TimeSpan.Zero),
            log.AddTo);
        var buffer = provider.GetRequiredService<IEventBuffer>();
        await provider.GetRequiredService<IEventLog>().ListAsync(_user);
        await using (await BlockedEvents.StartAsync(fixture))
        {
            foreach (var item in EventSamples.Many(15))
            {
                await buffer.WriteAsync(_user, item);
            }

            await provider.DisposeAsync();
            await provider.DisposeAsync();
        }

        buffer.GetStatistics().Should().BeEquivalentTo(new { Written = 0, Pending = 0, Failed = 15 });
        log.Entries.Count(entry => entry.Id.Id == 602).Should().Be(2, "there are two batches");
    }

    [Fact]
    public async Task StartHost_WrongOption_SaysWhatToSet()
    {
        (Action<EventBufferOptions> Configure, string Message)[] cases =
        [
            (options => options.Capacity = 0, "EventBuffer.Capacity must be between 1 and 1000000; it is 0"),
            (options => options.BatchSize = 10_001, "EventBuffer.BatchSize must be between 1 and 10000"),
            (options => options.FlushInterval = TimeSpan.Zero, "EventBuffer.FlushInterval must be between"),
            (options => options.Concurrency = 33, "EventBuffer.Concurrency must be between 1 and 32"),
            (options => options.RetryDelay = TimeSpan.FromMinutes(2), "EventBuffer.RetryDelay must be between"),
            (options => options.DrainTimeout = TimeSpan.FromTicks(-1), "EventBuffer.DrainTimeout must be between"),
        ];

        foreach (var (configure, message) in cases)
        {
            using var host = CreateHost(configure: options => configure(options.EventBuffer));
            (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
                .WithMessage($"*{message}*");
        }

        using var none = CreateHost(configure: options => options.EventBuffer = null!);
        (await none.Awaiting(h => h.StartAsync()).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
            .WithMessage("*EventBuffer must not be null*");
    }

    /// <summary>What the services ask for is registered before AgentKit, and so stops after it.</summary>
    private IHost CreateHost(
        Action<IServiceCollection>? services = null, TimeSpan? timeout = null, Action<AgentKitOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        services?.Invoke(builder.Services);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = timeout ?? Long);
        builder.Services.AddAgentKit(options =>
        {
            options.ConnectionString = fixture.Database.ConnectionString;
            options.EventBuffer.FlushInterval = Long;
            configure?.Invoke(options);
        });
        return builder.Build();
    }

    private sealed class Talkative(IEventBuffer buffer, AgentScope scope) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            buffer.WriteAsync(scope, EventSamples.New("stopping"), cancellationToken).AsTask();
    }
}
