using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>How a chat client keeps its exchanges in a session.</summary>
public sealed record PersistingChatOptions
{
    /// <summary>
    /// How many of the session's last turns are sent along, 0 to 1,000; more where the first of them would be a result without its call.
    /// Default: 50.
    /// </summary>
    public int HistoryTurns { get; init; } = 50;

    /// <summary>
    /// Shortens the history before it is sent, such as by a summary; it is not stored. Default: none. It sees the stored turns alone,
    /// without the new messages.
    /// </summary>
    public IChatReducer? Reducer { get; init; }

    /// <summary>The price of a response, in the host's currency. Default: none is recorded.</summary>
    public Func<ChatResponse, decimal>? Cost { get; init; }

    /// <summary>
    /// Whether a reply is kept as far as it was received when the caller cancels a stream or stops reading it, or when the stream breaks off;
    /// its turn then says so in its metadata. Default: on, since a person has seen it and the provider charges for it. Where it is off, or
    /// nothing but unfinished reasoning came, nothing of the exchange is kept, and its usage is counted only where <see cref="RecordRuns"/>
    /// is on.
    /// </summary>
    public bool KeepInterrupted { get; init; } = true;

    /// <summary>
    /// Whether each exchange is a run of the session's agent (<see cref="IRunStore"/>), with its model, tokens and cost, refused where a
    /// budget is used up; two round trips more. Needs a client that was made from the host's services. Default: on.
    /// </summary>
    public bool RecordRuns { get; init; } = true;

    /// <summary>How contents become JSON; to be given where a host has contents of its own. Default: that of Microsoft.Extensions.AI.</summary>
    public JsonSerializerOptions? SerializerOptions { get; init; }
}
