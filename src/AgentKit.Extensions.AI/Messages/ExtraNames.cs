namespace AgentKit.Extensions.AI;

/// <summary>
/// The names under which is kept what a turn or a block has no member for. All begin with a character that no provider's names do.
/// </summary>
internal static class ExtraNames
{
    /// <summary>In blocks and in the metadata of turns: what Microsoft.Extensions.AI has besides, under its own names.</summary>
    public const string Extras = "$ai";

    /// <summary>In the additional properties of contents: a block that the content alone would not become again, whole.</summary>
    public const string Block = "$block";

    /// <summary>In the additional properties of messages: metadata that differ from others in the case of their names alone.</summary>
    public const string Metadata = "$metadata";

    /// <summary>Among the extras of a call: the type of the exception with which the provider's arguments were read.</summary>
    public const string Exception = "$exception";

    /// <summary>Among the extras of a result: whether it is content, or a list of contents, and not a value.</summary>
    public const string Result = "$result";

    /// <summary>Among the extras: the type of the exception that kept something from being serialized.</summary>
    public const string Unserializable = "$unserializable";

    /// <summary>Before the kind, as the type of a block that holds a content: <c>ai.reasoning</c>.</summary>
    public const string TypePrefix = "ai.";
}
