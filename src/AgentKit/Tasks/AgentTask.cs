using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>Long-running work in ordered steps, as it stood when it was read. Not to be confused with .NET's own tasks.</summary>
public sealed record AgentTask
{
    /// <summary>The reason of a task that <see cref="ITaskStore.FailOverdueAsync"/> has failed, and of its step.</summary>
    public const string Overdue = "overdue";

    /// <summary>A UUID v7, made by the client.</summary>
    public required Guid Id { get; init; }

    /// <summary>The owner; <see langword="null"/> for a task of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The session that it belongs to.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The agent's run that asked for it.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What it is called, for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is about, for people and models.</summary>
    public string? Description { get; init; }

    /// <summary>Where it stands; follows from the steps.</summary>
    public required AgentTaskStatus Status { get; init; }

    /// <summary>Why it failed or was canceled: the reason of the step that decided it.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Higher ones are claimed first; 0 unless the host says otherwise.</summary>
    public required int Priority { get; init; }

    /// <summary>When it should be done; nothing happens by itself then, see <see cref="ITaskStore.FailOverdueAsync"/>.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What it was given as a whole, verbatim.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What its last completed step returned, verbatim; <see langword="null"/> until the task is completed.</summary>
    public JsonElement? Output =>
        Status == AgentTaskStatus.Completed ? Steps.LastOrDefault(step => step.Status == TaskStepStatus.Completed)?.Output : null;

    /// <summary>
    /// The host's own data. Values are kept exactly; key order and the spelling of numbers are not. Empty where another writer has stored
    /// something that is no object.
    /// </summary>
    public required JsonObject Metadata { get; init; }

    /// <summary>All of its steps in their order; at least one.</summary>
    public required IReadOnlyList<TaskStep> Steps { get; init; }

    /// <summary>How often it was claimed; the token of the latest claim, see <see cref="TaskLease.FencingToken"/>.</summary>
    public required long FencingToken { get; init; }

    /// <summary>Who holds it; <see langword="null"/> while nobody does.</summary>
    public string? Worker { get; init; }

    /// <summary>Until when it is held, by the clock of the database; a time that has passed means that another worker may claim it.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>When it was created, by the host's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, renewals of a lease included, by the clock of the database.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When its first step began, by the host's clock; <see langword="null"/> before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed, failed or canceled, by the host's clock; <see langword="null"/> while it is open.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The step that is its turn: the first one that is neither completed nor skipped; <see langword="null"/> if all are.</summary>
    public TaskStep? NextStep =>
        Steps.FirstOrDefault(step => step.Status is not (TaskStepStatus.Completed or TaskStepStatus.Skipped));
}
