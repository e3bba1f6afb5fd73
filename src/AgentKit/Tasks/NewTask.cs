using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>A task to be created. Its owner is that of its session or, without a session, the user of the scope.</summary>
/// <param name="Title">For people; 1 to 500 characters.</param>
/// <param name="Steps">What is to be done, in this order: 1 to 1,000 steps.</param>
public sealed record NewTask(string Title, IReadOnlyList<NewTaskStep> Steps)
{
    /// <summary>The longest title, in UTF-16 characters.</summary>
    public const int MaxTitleLength = 500;

    /// <summary>The longest description, reason and comment, in UTF-16 characters.</summary>
    public const int MaxTextLength = 4_000;

    /// <summary>The most steps.</summary>
    public const int MaxSteps = 1_000;

    /// <summary>A UUID v7. Creating the same id again returns the task as it is, and writes nothing. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What it is about; 1 to 4,000 characters, none by default.</summary>
    public string? Description { get; init; }

    /// <summary>Higher ones are claimed first. Any number; 0 by default.</summary>
    public int Priority { get; init; }

    /// <summary>The session that it belongs to and that takes it along when it is deleted; none by default.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The agent's run that asks for it; none by default.</summary>
    public Guid? RunId { get; init; }

    /// <summary>When it should be done, kept to the microsecond; no deadline by default.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What it is given as a whole; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim. None by default.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The host's own data, at most <see cref="ContentLimits.MetadataBytes"/>; empty by default.</summary>
    public JsonObject Metadata { get; init; } = [];
}
