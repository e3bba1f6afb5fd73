using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>What an agent is: given by the host in code or registered at run time.</summary>
/// <param name="Id">A slug: 1 to 100 lower-case letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter or digit.</param>
/// <param name="Name">A name for people, 1 to 200 characters, unique in the workspace.</param>
public sealed record AgentDefinition(string Id, string Name)
{
    /// <summary>What it is for; at most 2,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The system prompt; at most <see cref="ContentLimits.InstructionsLength"/> characters. Empty by default.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>The model's name at its provider; at most 200 characters.</summary>
    public string? Model { get; init; }

    /// <summary>The host's name for a choice of model, such as <c>fast</c>; at most 200 characters.</summary>
    public string? ModelAlias { get; init; }

    /// <summary>The names of the tools that it may use: 1 to 200 characters each, no name twice. None by default.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>
    /// The phases of its sessions and what may follow what; the first one is where a session begins. None by default: then any text is a
    /// phase, and every change is allowed.
    /// </summary>
    public IReadOnlyList<AgentPhase> Phases { get; init; } = [];

    /// <summary>
    /// How many tokens, input and output together, a session may have used for this agent to go on in it; greater than zero. It is held to where
    /// a run starts (<see cref="IRunStore.StartAsync"/>) and where tokens are reserved (<see cref="IBudgetStore.ReserveAsync"/>), against the
    /// totals of the session and what is reserved in it; never by a commit, for a reply that was paid for is never refused. A change of a
    /// shared agent's counts within <see cref="AgentKitOptions.AgentCacheDuration"/>. No budget by default.
    /// </summary>
    public long? TokenBudget { get; init; }

    /// <summary>The host's own settings, at most <see cref="ContentLimits.MetadataBytes"/>; empty by default.</summary>
    public JsonObject Settings { get; init; } = [];
}
