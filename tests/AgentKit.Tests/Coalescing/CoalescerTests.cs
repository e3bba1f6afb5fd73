using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Coalescing;

/// <summary>The machine by itself, on a database that does what the test says.</summary>
public sealed partial class CoalescerTests
{
    private static readonly AgentScope Scope = AgentScope.ForService("w");

    private readonly AgentKitOptions _options =
        new() { Coalescing = new() { Enabled = true, Concurrency = 1, MaxGroupSize = 10, Patience = TimeSpan.FromHours(1) } };
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task WriteAsync_NothingUnderWay_GoesByItselfAtOnce()
    {
        await using var coalescer = new Counting(_options);

        (await coalescer.WriteAsync()).Should().Be("by itself");
        (await coalescer.WriteAsync()).Should().Be("by itself");
        coalescer.Groups.Should().BeEmpty();
    }

    [Fact]
    public async Task WriteAsync_OthersUnderWay_GatherInGroupsOfTheSizeAllowed()
    {
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] others = [.. Enumerable.Range(0, 25).Select(_ => coalescer.WriteAsync())];

        coalescer.Groups.Should().BeEmpty("the place is taken");
        _first.SetResult();

        (await first).Should().Be("by itself");
        (await Task.WhenAll(others)).Should().AllBe("in a group");
        coalescer.Groups.Should().Equal(10, 10, 5);
    }

    [Fact]
    public async Task WriteAsync_OneWaits_GoesByItselfAndPassesItsPlaceOn()
    {
        await using var coalescer = new Counting(_options);
        var second = new TaskCompletionSource();
        var first = coalescer.WriteAsync(_first.Task);
        var alone = coalescer.WriteAsync(second.Task);
        _first.SetResult();
        await first;
        await Eventually.HoldsAsync(() => coalescer.ByThemselves == 2);
        Task<string>[] others = [coalescer.WriteAsync(), coalescer.WriteAsync()];
        second.SetResult();

        (await alone).Should().Be("by itself");
        (await Task.WhenAll(others)).Should().AllBe("in a group");
    }

    [Fact]
    public async Task WriteAsync_OtherWorkspace_DoesNotWait()
    {
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);

        (await coalescer.WriteAsync(scope: AgentScope.ForService("other"))).Should().Be("by itself");
        (await coalescer.WriteAsync(scope: AgentScope.ForUser("w", "u"))).Should().Be("by itself", "users and services have different rights");
        _first.SetResult();
        await first;
    }

    [Fact]
    public async Task WriteAsync_GroupFails_EachGoesByItself()
    {
        await using var coalescer = new Counting(_options) { Failure = new InvalidOperationException("whatever") };
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] others = [coalescer.WriteAsync(), coalescer.WriteAsync(), coalescer.WriteAsync()];
        _first.SetResult();

        await first;
        (await Task.WhenAll(others)).Should().AllBe("by itself");
        coalescer.Groups.Should().Equal(3);
    }

    [Fact]
    public async Task WriteAsync_LeftAloneByItsGroup_GoesByItself()
    {
        var left = Guid.CreateVersion7();
        await using var coalescer = new Counting(_options) { LeavesAlone = left };
        var first = coalescer.WriteAsync(_first.Task);
        var one = coalescer.WriteAsync();
        var other = coalescer.WriteAsync(id: left);
        _first.SetResult();

        await first;
        (await one).Should().Be("in a group");
        (await other).Should().Be("by itself");
    }

    [Fact]
    public async Task WriteAsync_CancelledInTheQueue_LeavesIt()
    {
        await using var coalescer = new Counting(_options);
        using var cancel = new CancellationTokenSource();
        var first = coalescer.WriteAsync(_first.Task);
        var cancelled = coalescer.WriteAsync(cancellationToken: cancel.Token);
        Task<string>[] others = [coalescer.WriteAsync(), coalescer.WriteAsync()];
        await cancel.CancelAsync();

        await cancelled.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        _first.SetResult();
        await first;
        await Task.WhenAll(others);
        coalescer.Groups.Should().Equal(2);
    }

    [Fact]
    public async Task WriteAsync_CancelledUnderWay_ReturnsAtOnceAndTheGroupGoesOn()
    {
        var writing = new TaskCompletionSource();
        await using var coalescer = new Counting(_options) { Writing = writing.Task };
        using var cancel = new CancellationTokenSource();
        var first = coalescer.WriteAsync(_first.Task);
        var cancelled = coalescer.WriteAsync(cancellationToken: cancel.Token);
        var other = coalescer.WriteAsync();
        _first.SetResult();
        await coalescer.Started;
        await cancel.CancelAsync();

        await cancelled.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        other.IsCompleted.Should().BeFalse();
        writing.SetResult();
        (await other).Should().Be("in a group");
        await first;
    }

    [Fact]
    public async Task WriteAsync_CancelledBefore_IsNotTaken()
    {
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);

        await coalescer.Awaiting(c => c.WriteAsync(cancellationToken: new(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        _first.SetResult();
        await first;
        coalescer.Groups.Should().BeEmpty();
    }

    [Fact]
    public async Task WriteAsync_NoAnswerInTime_SaysSo()
    {
        _options.Resilience.CallTimeout = TimeSpan.FromMilliseconds(20);
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);

        await coalescer.Awaiting(c => c.WriteAsync()).Should().ThrowAsync<DatabaseUnavailableException>();
        _first.SetResult();
        await first;
    }

    [Fact]
    public async Task WriteAsync_QueueIsFull_GoesByItself()
    {
        _options.Coalescing.Capacity = 2;
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] waiting = [coalescer.WriteAsync(), coalescer.WriteAsync()];

        (await coalescer.WriteAsync()).Should().Be("by itself");
        waiting.Should().NotContain(task => task.IsCompleted);
        _first.SetResult();
        await first;
        (await Task.WhenAll(waiting)).Should().AllBe("in a group");
    }

    [Fact]
    public async Task WriteAsync_ThePlacesAreNotPassedOn_TakesOneMore()
    {
        _options.Coalescing.Patience = TimeSpan.FromMilliseconds(10);
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);

        await Task.WhenAll(coalescer.WriteAsync(), coalescer.WriteAsync());

        first.IsCompleted.Should().BeFalse();
        _first.SetResult();
        await first;
    }

    [Fact]
    public async Task WriteAsync_AllPlacesStall_TakesAtMostTwiceAsManyAndThenAsManyAsConfigured()
    {
        _options.Coalescing.Patience = TimeSpan.FromMilliseconds(10);
        _options.Coalescing.Concurrency = 2;
        using var steps = new SemaphoreSlim(0);
        await using var coalescer = new Counting(_options) { Gate = steps };
        Task<string>[] firsts = [coalescer.WriteAsync(_first.Task), coalescer.WriteAsync(_first.Task)];
        Task<string>[] others = [.. Enumerable.Range(0, 400).Select(_ => coalescer.WriteAsync())];

        await Eventually.HoldsAsync(() => coalescer.UnderWay == 4); // two more, while the first two stand
        await Task.Delay(10 * _options.Coalescing.Patience);
        coalescer.MostUnderWay.Should().Be(4);

        _options.Coalescing.Patience = TimeSpan.FromHours(1);
        _first.SetResult();
        await Task.WhenAll(firsts);
        coalescer.MostUnderWay = 0;
        for (var groups = 3; groups < 20; groups++)
        {
            steps.Release();
            await Eventually.HoldsAsync(() => coalescer.GroupCount == groups);
        }

        coalescer.MostUnderWay.Should().Be(2, "those that stood gave their places up");
        others.Should().Contain(task => !task.IsCompleted);
        steps.Release(1_000);
        (await Task.WhenAll(others)).Should().AllBe("in a group");
        coalescer.MostUnderWay.Should().Be(2);
    }

    [Theory]
    [InlineData(1_000_000, 1)]
    [InlineData(1, 21)]
    public async Task WriteAsync_Large_GoesByItself(int size, int rows)
    {
        await using var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);

        (await coalescer.WriteAsync(size: size, rows: rows)).Should().Be("by itself");
        _first.SetResult();
        await first;
    }

    [Fact]
    public async Task DisposeAsync_SomeWait_AnswersThemAndTakesNoMore()
    {
        var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        Task<string>[] waiting = [.. Enumerable.Range(0, 15).Select(_ => coalescer.WriteAsync())];

        await coalescer.DisposeAsync();

        waiting.Should().OnlyContain(task => task.IsCompletedSuccessfully || !task.IsCanceled);
        (await Task.WhenAll(waiting)).Should().AllBe("in a group");
        (await coalescer.WriteAsync()).Should().Be("by itself");
        _first.SetResult();
        (await first).Should().Be("by itself");
    }

    [Fact]
    public async Task DisposeAsync_OneWaits_IsSentBeforeItReturns()
    {
        var coalescer = new Counting(_options);
        var first = coalescer.WriteAsync(_first.Task);
        var waiting = coalescer.WriteAsync();

        await coalescer.DisposeAsync();

        (await waiting).Should().Be("in a group");
        coalescer.Groups.Should().Equal(1);
        _first.SetResult();
        await first;
    }

    [Theory]
    [InlineData(false, AccessLevel.User, false, false)]
    [InlineData(true, AccessLevel.User, false, true)]
    [InlineData(true, AccessLevel.Admin, false, true)]
    [InlineData(true, AccessLevel.Admin, true, false)]
    [InlineData(true, AccessLevel.Service, true, true)]
    public void Takes_AsConfigured(bool enabled, AccessLevel access, bool audited, bool expected)
    {
        var options = new AgentKitOptions { AuditAdminReads = audited, Coalescing = new() { Enabled = enabled } };
        var scope = access switch
        {
            AccessLevel.User => AgentScope.ForUser("w", "u"),
            AccessLevel.Admin => AgentScope.ForAdmin("w", "u"),
            _ => AgentScope.ForService("w"),
        };

        using var coalescer = new Counting(options);

        coalescer.Takes(scope).Should().Be(expected);
    }
}
