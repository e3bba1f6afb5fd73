using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>One step through the conversations of a file.</summary>
/// <param name="Line">Where it stands, 1 for the first line.</param>
/// <param name="End">How many bytes of the file are read.</param>
internal readonly record struct SourcePart(long Line, long End)
{
    /// <summary>Whether another conversation begins here.</summary>
    public bool Begins { get; init; }

    /// <summary>Whether all of the conversation that begins is read, so that it is there whatever comes after it.</summary>
    public bool IsWhole { get; init; }

    public ConversationHints? Hints { get; init; }

    public Turn? Turn { get; init; }

    /// <summary>What the turn, or the hints, came from: by it a file is recognised that is imported again. May be undefined.</summary>
    public JsonElement Source { get; init; }

    /// <summary>Why the conversation cannot be imported, as the end of a sentence that begins with the line.</summary>
    public string? Problem { get; init; }
}
