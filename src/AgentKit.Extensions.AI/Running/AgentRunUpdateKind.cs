namespace AgentKit.Extensions.AI;

/// <summary>What an update tells.</summary>
public enum AgentRunUpdateKind
{
    /// <summary>The run has begun: <see cref="AgentRunUpdate.Run"/>.</summary>
    Started = 0,

    /// <summary>A piece of the model's answer: <see cref="AgentRunUpdate.Response"/>. It is not committed yet.</summary>
    Response = 1,

    /// <summary>The model's turn is committed: <see cref="AgentRunUpdate.Turn"/>.</summary>
    Replied = 2,

    /// <summary>
    /// The model asks for a tool, and what is done about it is decided: <see cref="AgentRunUpdate.Call"/> and
    /// <see cref="AgentRunUpdate.Decision"/>.
    /// </summary>
    ToolDecided = 3,

    /// <summary>
    /// A call has its result: <see cref="AgentRunUpdate.Call"/> and <see cref="AgentRunUpdate.Result"/>. It is not committed yet.
    /// </summary>
    ToolAnswered = 4,

    /// <summary>The run is over: <see cref="AgentRunUpdate.Outcome"/>. The last update.</summary>
    Ended = 5,
}
