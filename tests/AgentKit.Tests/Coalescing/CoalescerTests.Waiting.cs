using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Coalescing;

/// <summary>What waits: how much of it there may be, what becomes of what was prepared, and who waits for whom.</summary>
public sealed partial class CoalescerTests
{
    [Fact]
    public async Task WriteAsync_MoreCharactersThanMayWait_GoesByItself()
    {
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] waiting = [.. Enumerable.Range(0, 256).Select(_ => coalescer.WriteAsync(size: 256 * 1024))];

        (await coalescer.WriteAsync(size: 256 * 1024)).Should().Be("by itself", "64 million characters wait");
        waiting.Should().NotContain(task => task.IsCompleted);
        _first.SetResult();
        await first;
        (await Task.WhenAll(waiting)).Should().AllBe("in a group");
    }

    [Fact]
    public async Task WriteAsync_PreparedAndNotSent_KeepsWhatWasPrepared()
    {
        var (left, alone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var coalescer = new Counting(_options) { LeavesAlone = left };
        var first = coalescer.WriteAsync(_first.Task);
        var lone = coalescer.WriteAsync(id: alone);
        _first.SetResult();
        await Task.WhenAll(first, lone);

        var gate = new TaskCompletionSource();
        var second = coalescer.WriteAsync(gate.Task);
        Task<string>[] group = [coalescer.WriteAsync(id: left), coalescer.WriteAsync()];
        gate.SetResult();
        await second;
        await Task.WhenAll(group);

        coalescer.Unsent.Should().Equal([alone], "what was in a group is no longer its own");
    }

    [Fact]
    public async Task WriteAsync_TheSameIsUnderWay_TakesOnePlaceAndHoldsUpNobodyElse()
    {
        var hot = Guid.CreateVersion7();
        _options.Coalescing.Concurrency = 2;
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task, id: hot);
        Task<string>[] behind = [.. Enumerable.Range(0, 3).Select(_ => coalescer.WriteAsync(id: hot))];

        (await coalescer.WriteAsync()).Should().Be("by itself", "the other place is free");
        (await coalescer.WriteAsync()).Should().Be("by itself");
        behind.Should().NotContain(task => task.IsCompleted);
        coalescer.MostUnderWay.Should().Be(2);

        _first.SetResult();
        await first;
        (await Task.WhenAll(behind)).Should().AllBe("by itself", "a group holds one write of each");
    }

    [Fact]
    public async Task WriteAsync_ManyOfTheSameAtTheHead_HoldUpNobodyBehindThem()
    {
        var hot = Guid.CreateVersion7();
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] many = [.. Enumerable.Range(0, 2_500).Select(_ => coalescer.WriteAsync(id: hot))];
        Task<string>[] others = [coalescer.WriteAsync(), coalescer.WriteAsync()];
        _first.SetResult();
        await first;

        (await Task.WhenAll(others)).Should().AllBe("in a group");
        await Task.WhenAll(many);
        coalescer.Groups.Should().Equal([3], "one of the many went with them, the rest one by one");
    }

    [Fact]
    public async Task DisposeAsync_SomeWaitForTheSame_AnswersThem()
    {
        var hot = Guid.CreateVersion7();
        var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task, id: hot);
        Task<string>[] behind = [coalescer.WriteAsync(id: hot), coalescer.WriteAsync(id: hot)];

        await coalescer.DisposeAsync();

        (await Task.WhenAll(behind)).Should().AllBe("in a group");
        _first.SetResult();
        await first;
    }
}
