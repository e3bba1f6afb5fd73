using System.Text.Json;

namespace AgentKit;

/// <summary>A tool run that is over already.</summary>
/// <param name="SessionId">The session that it ran for.</param>
/// <param name="ToolName">1 to 200 characters.</param>
/// <param name="Input">What it was called with; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim.</param>
public sealed record CompletedToolRun(Guid SessionId, string ToolName, JsonElement Input)
{
    /// <summary>A UUID v7; lists are in its order. Recording the same id and end again returns the run as it is. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What it returned; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim. Either this or <see cref="Error"/>.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What went wrong. Either this or <see cref="Output"/>; neither means that it was called off.</summary>
    public ToolError? Error { get; init; }

    /// <summary>When it began to run; required, and not the first instant of the calendar.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it ran; zero or more.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The agent's run that it belongs to; none by default.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The turn that asked for it, 1 or more; none by default.</summary>
    public long? TurnNumber { get; init; }

    /// <summary>The provider's id of the tool use; 1 to 200 characters, none by default.</summary>
    public string? ToolUseId { get; init; }

    /// <summary>1, the default, for the first attempt.</summary>
    public int Attempt { get; init; } = 1;
}
