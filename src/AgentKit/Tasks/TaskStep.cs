using System.Text.Json;

namespace AgentKit;

/// <summary>One step of a task, as it stood when it was read.</summary>
public sealed record TaskStep
{
    /// <summary>1 for the first; its id within the task.</summary>
    public required int Number { get; init; }

    /// <summary>What it is called, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskStepStatus Status { get; init; }

    /// <summary>The error, the reason of its cancellation, or why it was skipped.</summary>
    public string? StatusReason { get; init; }

    /// <summary>1 for the first attempt; one more with each retry, and with each start that takes it over from a worker that died.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// <see cref="TaskLease.FencingToken"/> of the lease under which it was begun or ended last; 0 while no worker has touched it.
    /// </summary>
    public required long FencingToken { get; init; }

    /// <summary>Whether a person has to approve it before it begins.</summary>
    public required bool RequiresApproval { get; init; }

    /// <summary>The decision that holds for this attempt; <see langword="null"/> while there is none.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>Decisions that were set aside because a retry asked for another one, the oldest first; none where another writer
    /// has stored something else there.</summary>
    public IReadOnlyList<ApprovalDecision> EarlierDecisions { get; init; } = [];

    /// <summary>The tool that it runs, for those who carry it out; claims can be restricted to it.</summary>
    public string? ToolName { get; init; }

    /// <summary>What it is given, verbatim.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What it returned, verbatim; <see langword="null"/> unless it is completed.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>When it was put to a person last, by the host's clock; <see langword="null"/> if it never was.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When the current attempt began, by the host's clock; <see langword="null"/> before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed, failed, canceled or skipped, by the host's clock; <see langword="null"/> before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
