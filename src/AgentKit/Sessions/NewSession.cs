using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>A session to be created. Its owner is the user of the scope, if there is one.</summary>
/// <param name="AgentId">The agent that is active at first; it must be registered.</param>
public sealed record NewSession(string AgentId)
{
    /// <summary>The longest text of each kind below, in UTF-16 characters.</summary>
    public const int MaxTextLength = 500;

    /// <summary>A UUID v7. Creating the same id again returns the session as it was created, and writes nothing. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The first phase; must be one of the agent's, if it has any. Default: the agent's first phase, or none.</summary>
    public string? Phase { get; init; }

    /// <summary>A title for people; 1 to 500 characters.</summary>
    public string? Title { get; init; }

    /// <summary>What sort of session it is; 1 to 500 characters. Default: <c>conversation</c>.</summary>
    public string Kind { get; init; } = "conversation";

    /// <summary>
    /// The host's key of the conversation; 1 to 500 characters. At most one open session per key, agent and user exists at a time.
    /// </summary>
    public string? ConversationKey { get; init; }

    /// <summary>A readable id, unique in the workspace; 1 to 500 characters.</summary>
    public string? Slug { get; init; }

    /// <summary>The folder that a workflow session works in; 1 to 500 characters.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The host's own data; empty by default.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What is already known about the user's case; empty by default.</summary>
    public JsonObject CapturedData { get; init; } = [];

    /// <summary>The host's other data for the state; empty by default.</summary>
    public JsonObject Data { get; init; } = [];
}
