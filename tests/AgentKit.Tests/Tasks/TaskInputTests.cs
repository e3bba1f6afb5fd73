using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Tasks;

/// <summary>What is refused before anything is sent.</summary>
public sealed class TaskInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly string Long = new('x', 501);

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, NewTask> BadTasks()
    {
        var good = TaskSamples.New();
        var step = TaskSamples.Free;
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "Title", good with { Title = null! } },
            { "Title", good with { Title = " " } },
            { "Title", good with { Title = Long } },
            { "Title", good with { Title = "a\0b" } },
            { "Title", good with { Title = "a\ud800b" } },
            { "Description", good with { Description = "" } },
            { "Description", good with { Description = new string('x', 4_001) } },
            { "Input", good with { Input = default(System.Text.Json.JsonElement) } },
            { "Input", good with { Input = TaskSamples.Json("\"\\u0000\"") } },
            { "Metadata", good with { Metadata = new JsonObject { ["a"] = "\0" } } },
            { "Metadata", good with { Metadata = null! } },
            { "Steps", good with { Steps = null! } },
            { "Steps", good with { Steps = [] } },
            { "Steps", good with { Steps = [null!] } },
            { "Steps", good with { Steps = [.. Enumerable.Repeat(step, 1_001)] } },
            { "Title", good with { Steps = [step with { Title = "" }] } },
            { "Title", good with { Steps = [step, step with { Title = Long }] } },
            { "ToolName", good with { Steps = [step with { ToolName = "" }] } },
            { "ToolName", good with { Steps = [step with { ToolName = "\udc00" }] } },
            { "Input", good with { Steps = [step with { Input = TaskSamples.Json("\"\\ud800\"") }] } },
        };
    }

    public static TheoryData<string, NewClaim> BadClaims()
    {
        var good = TaskSamples.Claim();
        return new()
        {
            { "Id", good with { Id = Guid.Empty } },
            { "Worker", good with { Worker = "" } },
            { "Worker", good with { Worker = new string('x', 201) } },
            { "Worker", good with { Worker = "a\0" } },
            { "Duration", good with { Duration = TimeSpan.Zero } },
            { "Duration", good with { Duration = TimeSpan.FromDays(8) } },
            { "ToolNames", good with { ToolNames = null! } },
            { "ToolNames", good with { ToolNames = [""] } },
            { "ToolNames", good with { ToolNames = [null!] } },
            { "ToolNames", good with { ToolNames = [.. Enumerable.Repeat("t", 1_001)] } },
        };
    }

    public static TheoryData<string, NewDecision> BadDecisions() => new()
    {
        { "OperationId", new() { OperationId = Guid.Empty } },
        { "Approver", new() { Approver = " " } },
        { "Approver", new() { Approver = new string('x', 201) } },
        { "Approver", new() { Approver = "somebody else" } },
        { "Comment", new() { Comment = new string('x', 4_001) } },
        { "Comment", new() { Comment = "a\0" } },
    };

    [Theory]
    [MemberData(nameof(BadTasks))]
    public async Task CreateAsync_OutOfRange_ThrowsArgumentException(string paramName, NewTask bad) =>
        (await _tasks.Awaiting(tasks => tasks.CreateAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task ClaimAsync_OutOfRange_ThrowsArgumentException(string paramName, NewClaim bad) =>
        (await _tasks.Awaiting(tasks => tasks.ClaimAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadDecisions))]
    public async Task Decision_OutOfRange_ThrowsArgumentException(string paramName, NewDecision bad)
    {
        var id = Guid.CreateVersion7();

        (await _tasks.Awaiting(tasks => tasks.ApproveAsync(_scope, id, 1, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);
        (await _tasks.Awaiting(tasks => tasks.RejectAsync(_scope, id, 1, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);
    }

    [Fact]
    public async Task Steps_OutOfRange_ThrowArgumentException()
    {
        var id = Guid.CreateVersion7();
        var lease = new TaskLease(id, 1, "w", DateTimeOffset.UtcNow);
        Func<ITaskStore, Task>[] calls =
        [
            tasks => tasks.StartStepAsync(_scope, lease, 0),
            tasks => tasks.StartStepAsync(_scope, null!, 1),
            tasks => tasks.CompleteStepAsync(_scope, lease, 1, default(System.Text.Json.JsonElement)),
            tasks => tasks.FailStepAsync(_scope, lease, 1, ""),
            tasks => tasks.FailStepAsync(_scope, lease, 1, null!),
            tasks => tasks.FailStepAsync(_scope, lease, 1, "\0"),
            tasks => tasks.SkipStepAsync(_scope, (TaskLease)null!, 1),
            tasks => tasks.SkipStepAsync(_scope, id, -1),
            tasks => tasks.SkipStepAsync(_scope, id, 1, "\ud800"),
            tasks => tasks.RetryStepAsync(_scope, id, 1, 0),
            tasks => tasks.CancelAsync(_scope, id, "\0"),
            tasks => tasks.RenewAsync(_scope, lease, TimeSpan.Zero),
            tasks => tasks.RenewAsync(_scope, null!, TaskSamples.Hour),
            tasks => tasks.ReleaseAsync(_scope, null!),
            tasks => tasks.FailOverdueAsync(_scope, 0),
            tasks => tasks.FailOverdueAsync(_scope, 10_001),
        ];

        foreach (var call in calls)
        {
            await _tasks.Awaiting(call).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task Lists_OutOfRange_ThrowArgumentException()
    {
        TaskFilter[] badTasks =
        [
            new() { Limit = 0 },
            new() { Limit = 1_001 },
            new() { UserId = "" },
            new() { Statuses = [(AgentTaskStatus)9] },
            new() { Statuses = null! },
            new() { Cursor = "x" },
            new() { Cursor = "3.00000000000000000000000000000000." },
            new() { Cursor = "20.00000000000000000000000000000000.", DueBefore = DateTimeOffset.UtcNow },
        ];
        ApprovalFilter[] badApprovals = [new() { Limit = 0 }, new() { UserId = "\0" }, new() { Cursor = "x" }];

        foreach (var filter in badTasks)
        {
            await _tasks.Awaiting(tasks => tasks.ListAsync(_scope, filter)).Should().ThrowAsync<ArgumentException>();
        }

        foreach (var filter in badApprovals)
        {
            await _tasks.Awaiting(tasks => tasks.ListPendingApprovalsAsync(_scope, filter)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task CreateAsync_SharedCatalogue_ThrowsArgumentException() =>
        await _tasks.Awaiting(tasks => tasks.CreateAsync(AgentScope.Shared, TaskSamples.New())).Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task Methods_NoScope_ThrowArgumentNullException()
    {
        var id = Guid.CreateVersion7();
        var lease = new TaskLease(id, 1, "w", DateTimeOffset.UtcNow);
        Func<ITaskStore, Task>[] calls =
        [
            tasks => tasks.CreateAsync(null!, TaskSamples.New()),
            tasks => tasks.GetAsync(null!, id),
            tasks => tasks.FindAsync(null!, id),
            tasks => tasks.ListAsync(null!),
            tasks => tasks.ListPendingApprovalsAsync(null!),
            tasks => tasks.ClaimAsync(null!, TaskSamples.Claim()),
            tasks => tasks.RenewAsync(null!, lease, TaskSamples.Hour),
            tasks => tasks.ReleaseAsync(null!, lease),
            tasks => tasks.StartStepAsync(null!, lease, 1),
            tasks => tasks.ApproveAsync(null!, id, 1),
            tasks => tasks.CancelAsync(null!, id),
            tasks => tasks.FailOverdueAsync(null!),
        ];

        foreach (var call in calls)
        {
            await _tasks.Awaiting(call).Should().ThrowAsync<ArgumentNullException>();
        }
    }

    [Fact]
    public async Task CreateAsync_SmallerLimits_AreTheHostsToSet()
    {
        await using var provider = fixture.CreateProvider(options =>
        {
            options.Limits.ToolPayloadBytes = 10;
            options.Limits.MetadataBytes = 10;
        });
        var tasks = provider.GetRequiredService<ITaskStore>();
        var large = TaskSamples.Json("\"1234567890\"");

        await tasks.Awaiting(t => t.CreateAsync(_scope, TaskSamples.New() with { Input = large })).Should().ThrowAsync<ArgumentException>();
        await tasks.Awaiting(t => t.CreateAsync(_scope, TaskSamples.New(new NewTaskStep("s") { Input = large })))
            .Should().ThrowAsync<ArgumentException>();
        await tasks.Awaiting(t => t.CreateAsync(_scope, TaskSamples.New() with { Metadata = new JsonObject { ["a"] = "1234567890" } }))
            .Should().ThrowAsync<ArgumentException>();
    }
}
