using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Events;

/// <summary>The buffer is bounded: while the database is slow, callers wait or are refused, and each of them is counted.</summary>
public sealed class EventBufferPressureTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Capacity = 4;

    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _user = AgentKitFixture.NewUser();

    [Fact]
    public async Task TryWrite_Full_RefusesAndCounts()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        await using (await FillAsync(buffer))
        {
            buffer.TryWrite(_user, EventSamples.New("refused")).Should().BeFalse();
            buffer.TryWrite(_user, EventSamples.New("refused")).Should().BeFalse();

            buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, Capacity + 1, 0, 2, null, null));
        }

        await buffer.FlushAsync();
        buffer.TryWrite(_user, EventSamples.New("late")).Should().BeTrue("there is room again");
        await buffer.FlushAsync();
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(Capacity + 2, 0, 0, 2, null, null));
        (await _log.AllAsync(_user)).Select(item => item.Type).Should().NotContain("refused").And.HaveCount(Capacity + 2);
    }

    [Fact]
    public async Task WriteAsync_Full_WaitsForRoom()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        List<Task> waiting = [];
        await using (await FillAsync(buffer))
        {
            waiting.AddRange(Enumerable.Range(0, 20).Select(_ => buffer.WriteAsync(_user, EventSamples.New("waited")).AsTask()));
            waiting.Should().OnlyContain(task => !task.IsCompleted);
            buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, Capacity + 21, 0, 0, null, null));
        }

        await Task.WhenAll(waiting);
        await buffer.FlushAsync();
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(Capacity + 21, 0, 0, 0, null, null));
        (await _log.AllAsync(_user)).Count(item => item.Type == "waited").Should().Be(20);
    }

    [Fact]
    public async Task WriteAsync_WaitCancelled_WasNeverHandedOver()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        using var cancellation = new CancellationTokenSource();
        await using (await FillAsync(buffer))
        {
            var waiting = buffer.WriteAsync(_user, EventSamples.New("cancelled"), cancellation.Token).AsTask();
            await cancellation.CancelAsync();

            await waiting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
            buffer.GetStatistics().Should().Be(new EventBufferStatistics(0, Capacity + 1, 0, 0, null, null));
        }

        await buffer.FlushAsync();
        (await _log.AllAsync(_user)).Should().HaveCount(Capacity + 1).And.NotContain(item => item.Type == "cancelled");
    }

    [Fact]
    public async Task FlushAsync_Cancelled_KeepsTheEvents()
    {
        await using var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        using var cancellation = new CancellationTokenSource();
        await using (await BlockedEvents.StartAsync(fixture))
        {
            await buffer.WriteAsync(_user, EventSamples.New());
            var flush = buffer.FlushAsync(cancellation.Token);
            flush.IsCompleted.Should().BeFalse();
            await cancellation.CancelAsync();
            await flush.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        await buffer.FlushAsync();
        (await _log.AllAsync(_user)).Should().ContainSingle();
    }

    [Fact]
    public async Task Dispose_SomebodyWaitsForRoom_IsToldThatThereIsNone()
    {
        var provider = CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        Task waiting;
        ValueTask disposal;
        await using (await FillAsync(buffer))
        {
            waiting = buffer.WriteAsync(_user, EventSamples.New("too late")).AsTask();
            disposal = provider.DisposeAsync();

            await waiting.Awaiting(task => task).Should().ThrowAsync<ObjectDisposedException>();
        }

        await disposal;
        buffer.GetStatistics().Should().Be(new EventBufferStatistics(Capacity + 1, 0, 0, 0, null, null));
        (await _log.AllAsync(_user)).Should().HaveCount(Capacity + 1);
    }

    /// <summary>One event on its way and stuck, and as many behind it as there is room for.</summary>
    private async Task<BlockedEvents> FillAsync(IEventBuffer buffer)
    {
        await _log.ListAsync(_user); // the start of the database asks the table
        var blocked = await BlockedEvents.StartAsync(fixture);
        await buffer.WriteAsync(_user, EventSamples.New());
        await blocked.WaitForWaitersAsync(1);
        for (var i = 0; i < Capacity; i++)
        {
            buffer.TryWrite(_user, EventSamples.New()).Should().BeTrue();
        }

        return blocked;
    }

    private ServiceProvider CreateProvider() => fixture.CreateProvider(options =>
    {
        options.EventBuffer.Capacity = Capacity;
        options.EventBuffer.BatchSize = 1;
        options.EventBuffer.Concurrency = 1;
        options.EventBuffer.DrainTimeout = TimeSpan.FromMinutes(1);
    });
}
