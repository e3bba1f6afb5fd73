using System.Text.Json;

namespace AgentKit;

/// <summary>A step of a task to be created; its place in the list is its number.</summary>
/// <param name="Title">For people; 1 to 500 characters.</param>
public sealed record NewTaskStep(string Title)
{
    /// <summary>Whether a person has to approve it when it is its turn, before it may begin. Off by default.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>The tool that it runs; 1 to 200 characters, none by default.</summary>
    public string? ToolName { get; init; }

    /// <summary>What it is given; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim. None by default.</summary>
    public JsonElement? Input { get; init; }
}
