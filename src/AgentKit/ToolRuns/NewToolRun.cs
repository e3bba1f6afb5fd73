using System.Text.Json;

namespace AgentKit;

/// <summary>A tool run that begins.</summary>
/// <param name="SessionId">The session that it runs for.</param>
/// <param name="ToolName">1 to 200 characters.</param>
/// <param name="Input">What it is called with; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim.</param>
public sealed record NewToolRun(Guid SessionId, string ToolName, JsonElement Input)
{
    /// <summary>A UUID v7; lists are in its order. Starting the same id again returns the run as it is; a pending one begins. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The agent's run that it belongs to; none by default.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The turn that asked for it, 1 or more; none by default.</summary>
    public long? TurnNumber { get; init; }

    /// <summary>The provider's id of the tool use; 1 to 200 characters, none by default.</summary>
    public string? ToolUseId { get; init; }

    /// <summary>1, the default, for the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether it waits for something before it runs. Off by default: it runs now.</summary>
    public bool IsPending { get; init; }
}
