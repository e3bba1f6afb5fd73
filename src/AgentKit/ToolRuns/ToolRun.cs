using System.Text.Json;

namespace AgentKit;

/// <summary>One execution of a tool, as it stood when it was read.</summary>
public sealed record ToolRun
{
    /// <summary>A UUID v7, made by the client.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session that it ran for.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The owner of the session; <see langword="null"/> for a session of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The agent's run that it belongs to.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The turn that asked for it.</summary>
    public long? TurnNumber { get; init; }

    /// <summary>The provider's id of the tool use, as in <see cref="ToolUseBlock.Id"/>.</summary>
    public string? ToolUseId { get; init; }

    /// <summary>The name under which the model called it.</summary>
    public required string ToolName { get; init; }

    /// <summary>Where it stands.</summary>
    public required ToolRunStatus Status { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>What it was called with, verbatim.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What it returned, verbatim; <see langword="null"/> unless it succeeded.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What went wrong, or why it was called off; <see langword="null"/> otherwise.</summary>
    public ToolError? Error { get; init; }

    /// <summary>The process that runs it, as <c>machine/process id</c>; <see langword="null"/> as long as none does.</summary>
    public string? Worker { get; init; }

    /// <summary>When it was logged first, by the host's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run; <see langword="null"/> while it is pending, and if it was called off before it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over; <see langword="null"/> before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How long it ran; <see langword="null"/> while it is not over, and if it never began.</summary>
    public TimeSpan? Duration => CompletedAt - StartedAt;
}
