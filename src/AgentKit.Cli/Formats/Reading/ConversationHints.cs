using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>What a file says of a conversation beside its messages. What is said first counts.</summary>
internal sealed record ConversationHints
{
    /// <summary>The file's own id of the conversation.</summary>
    public string? SourceId { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public string? Title { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>What the format's writer needs to write it as it was, such as the fields around the messages.</summary>
    public JsonObject? Form { get; init; }

    public ConversationHints Over(ConversationHints? later) => later is null ? this : new ConversationHints
    {
        SourceId = SourceId ?? later.SourceId,
        StartedAt = StartedAt ?? later.StartedAt,
        Title = Title ?? later.Title,
        WorkingDirectory = WorkingDirectory ?? later.WorkingDirectory,
        Form = Form ?? later.Form,
    };
}
