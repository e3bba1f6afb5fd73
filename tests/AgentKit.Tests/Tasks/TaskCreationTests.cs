using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskCreationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task CreateAsync_Everything_ComesBackToTheLastCharacter()
    {
        var clock = new FixedTime(new(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(-5)));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var sessionId = await fixture.NewSessionAsync(_scope);
        var runId = await fixture.NewAgentRunAsync(_scope, sessionId);
        var verbatim = ToolRunSamples.Json(ToolRunSamples.Verbatim);

        var created = await provider.GetRequiredService<ITaskStore>().CreateAsync(_scope, new NewTask("Refund 🙂 \"A-1001\"", [
            new("Look \\ up") { ToolName = "find_order", Input = verbatim },
            new("Pay") { RequiresApproval = true, Input = ToolRunSamples.Json("null") },
        ])
        {
            Description = "über\nzwei Zeilen",
            Priority = -7,
            SessionId = sessionId,
            RunId = runId,
            DueAt = clock.GetUtcNow().AddDays(1),
            Input = verbatim,
            Metadata = { ["big"] = 12345678901234567890m },
        });

        created.Should().BeEquivalentTo(new
        {
            UserId = _scope.UserId,
            SessionId = sessionId,
            RunId = runId,
            Title = "Refund 🙂 \"A-1001\"",
            Description = "über\nzwei Zeilen",
            Status = AgentTaskStatus.Pending,
            Priority = -7,
            DueAt = clock.GetUtcNow().AddDays(1),
            CreatedAt = clock.GetUtcNow(),
            FencingToken = 0,
        });
        created.Input!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        created.Metadata["big"]!.ToJsonString().Should().Be("12345678901234567890");
        created.Steps.Select(step => (step.Number, step.Title, step.ToolName, step.RequiresApproval, step.Status, step.Attempt)).Should().Equal(
            (1, "Look \\ up", "find_order", false, TaskStepStatus.Pending, 1),
            (2, "Pay", null, true, TaskStepStatus.Pending, 1));
        created.Steps[0].Input!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        created.Steps[1].Input!.Value.GetRawText().Should().Be("null", "a JSON null is an input too");
        created.Steps[0].Output.Should().BeNull();
        created.NextStep.Should().BeSameAs(created.Steps[0]);
        (await _tasks.GetAsync(_scope, created.Id)).Steps[0].Input!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
    }

    [Fact]
    public async Task CreateAsync_FirstStepRequiresApproval_WaitsAtOnce()
    {
        var task = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Gated, TaskSamples.Gated));

        task.Status.Should().Be(AgentTaskStatus.WaitingApproval);
        task.Statuses().Should().Equal(TaskStepStatus.WaitingApproval, TaskStepStatus.Pending);
        task.Steps[0].WaitingSince.Should().Be(task.CreatedAt);
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim())).Should().BeNull("nobody works on it until it is approved");
    }

    [Fact]
    public async Task CreateAsync_SentAgain_ReturnsItAsItIs()
    {
        var task = TaskSamples.New();
        await _tasks.CreateAsync(_scope, task);
        await _tasks.CancelAsync(_scope, task.Id);

        var again = await _tasks.CreateAsync(_scope, task with { Steps = [new("other"), new("steps")] });

        again.Status.Should().Be(AgentTaskStatus.Canceled);
        again.Steps.Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_FiftyAtOnceUnderOneId_IsOneTask()
    {
        var task = TaskSamples.New(TaskSamples.Free, TaskSamples.Gated);

        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _tasks.CreateAsync(_scope, task)));

        created.Should().OnlyContain(t => t.Steps.Count == 2);
        (await _tasks.ListAsync(_scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_IdOfAnotherTask_ThrowsAlreadyExists()
    {
        var task = TaskSamples.New();
        await _tasks.CreateAsync(_scope, task);
        var sessionId = await fixture.NewSessionAsync(_scope);
        var other = AgentScope.ForUser(_scope.WorkspaceId, "other");
        var service = AgentScope.ForService(_scope.WorkspaceId);

        (AgentScope Scope, NewTask Task)[] collisions =
        [
            (_scope, task with { Title = "another" }),
            (_scope, task with { SessionId = sessionId }),
            (other, task),
            (service, task),
        ];

        foreach (var (scope, collision) in collisions)
        {
            (await _tasks.Awaiting(tasks => tasks.CreateAsync(scope, collision)).Should().ThrowAsync<AlreadyExistsException>())
                .Which.Value.Should().Be(task.Id.ToString());
        }
    }

    [Fact]
    public async Task CreateAsync_InASession_BelongsToItsOwner()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var sessionId = await fixture.NewSessionAsync(_scope);

        var inSession = await _tasks.CreateAsync(service, TaskSamples.New() with { SessionId = sessionId });
        var onBehalf = await _tasks.CreateAsync(AgentScope.ForService(_scope.WorkspaceId, "u-2"), TaskSamples.New());
        var ofTheService = await _tasks.CreateAsync(service, TaskSamples.New());

        (inSession.UserId, onBehalf.UserId, ofTheService.UserId).Should().Be((_scope.UserId, "u-2", null));
        (await _tasks.GetAsync(_scope, inSession.Id)).Id.Should().Be(inSession.Id);
    }

    [Fact]
    public async Task CreateAsync_WhatItPointsAtIsNotThere_SaysWhich()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var missing = Guid.CreateVersion7();

        await _tasks.Awaiting(tasks => tasks.CreateAsync(_scope, TaskSamples.New() with { SessionId = missing }))
            .Should().ThrowAsync<SessionNotFoundException>();
        await _tasks.Awaiting(tasks => tasks.CreateAsync(_scope, TaskSamples.New() with { RunId = missing }))
            .Should().ThrowAsync<RunNotFoundException>();
        await _tasks.Awaiting(tasks => tasks.CreateAsync(
                AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), TaskSamples.New() with { SessionId = sessionId }))
            .Should().ThrowAsync<AccessDeniedException>();
        (await _tasks.ListAsync(_scope)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task GetAsync_NoSuchTask_ThrowsAndFindAnswersNone()
    {
        var missing = Guid.CreateVersion7();

        (await _tasks.Awaiting(tasks => tasks.GetAsync(_scope, missing)).Should().ThrowAsync<TaskNotFoundException>())
            .Which.TaskId.Should().Be(missing);
        (await _tasks.FindAsync(_scope, missing)).Should().BeNull();
    }
}
