using System.Text.Json;

namespace AgentKit;

/// <summary>A step that waits for a person, with what that person needs to decide.</summary>
public sealed record PendingApproval
{
    /// <summary>The task that it holds up.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>What the task is called.</summary>
    public required string TaskTitle { get; init; }

    /// <summary>What the task is about.</summary>
    public string? TaskDescription { get; init; }

    /// <summary>The owner of the task; <see langword="null"/> for one of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The session of the task, if it has one.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The agent's run that asked for the task, if one did.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The priority of the task.</summary>
    public required int Priority { get; init; }

    /// <summary>When the task should be done, if it has a deadline.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The step to decide on; 1 or more.</summary>
    public required int StepNumber { get; init; }

    /// <summary>What the step is called.</summary>
    public required string StepTitle { get; init; }

    /// <summary>1 unless the step was retried.</summary>
    public required int Attempt { get; init; }

    /// <summary>The tool that the step would run, if it is one.</summary>
    public string? ToolName { get; init; }

    /// <summary>What the step would be given, verbatim.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Since when it waits, by the host's clock.</summary>
    public required DateTimeOffset WaitingSince { get; init; }
}
