using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>One message of a session.</summary>
/// <remarks>Immutable but for <see cref="Metadata"/>; the number and the version are given by the commit that stores it.</remarks>
public sealed record Turn
{
    /// <summary>The longest <see cref="Author"/> and <see cref="Model"/>, in UTF-16 characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>1 for the first turn of the session, and on without gaps; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>The version that the session had after the commit that stored the turn; 0 before.</summary>
    public long Version { get; init; }

    /// <summary>Who speaks.</summary>
    public required TurnRole Role { get; init; }

    /// <summary>What is said, in order; at least one block.</summary>
    public required IReadOnlyList<ContentBlock> Content { get; init; }

    /// <summary>The name of the participant or tool, where the role does not say enough; at most 200 characters.</summary>
    public string? Author { get; init; }

    /// <summary>The model that produced the turn; at most 200 characters.</summary>
    public string? Model { get; init; }

    /// <summary>What the user was found to want; <see langword="null"/> also where another writer has stored something else there.</summary>
    public IntentResult? Intent { get; init; }

    /// <summary>What the model call behind the turn consumed; added to the session's totals by the commit.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>How long the model took; kept in whole milliseconds.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>When it was said, to the microsecond; the time of the commit where the host gives none.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>
    /// Whatever the provider or the host adds, kept verbatim; none by default. Where another writer has stored something that is no object,
    /// it is empty, and of a key that is there twice the last one counts.
    /// </summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>All text blocks of the turn, one after the other.</summary>
    public string Text => string.Concat(Content.OfType<TextBlock>().Select(block => block.Text));

    /// <summary>A message of the system.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static Turn System(string text) => new() { Role = TurnRole.System, Content = [ContentBlock.FromString(text)] };

    /// <summary>A message of the person.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static Turn User(string text) => User([ContentBlock.FromString(text)]);

    /// <summary>A message of the person with other content than text.</summary>
    /// <exception cref="ArgumentNullException">The content is null.</exception>
    public static Turn User(IReadOnlyList<ContentBlock> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new() { Role = TurnRole.User, Content = content };
    }

    /// <summary>An answer of the model.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static Turn Assistant(string text, Usage? usage = null) => Assistant([ContentBlock.FromString(text)], usage);

    /// <summary>An answer of the model with other content than text, such as the tools that it wants to use.</summary>
    /// <exception cref="ArgumentNullException">The content is null.</exception>
    public static Turn Assistant(IReadOnlyList<ContentBlock> content, Usage? usage = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new() { Role = TurnRole.Assistant, Content = content, Usage = usage ?? Usage.None };
    }

    /// <summary>The results of one or more tool uses.</summary>
    /// <exception cref="ArgumentNullException">The results are null.</exception>
    public static Turn Tool(params IReadOnlyList<ToolResultBlock> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new() { Role = TurnRole.Tool, Content = results };
    }
}
