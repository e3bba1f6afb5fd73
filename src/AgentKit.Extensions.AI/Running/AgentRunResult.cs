namespace AgentKit.Extensions.AI;

/// <summary>What came of a run of an agent.</summary>
public sealed record AgentRunResult
{
    /// <summary>How it ended.</summary>
    public required AgentRunOutcome Outcome { get; init; }

    /// <summary>The run as it ended, with its tokens and cost.</summary>
    public required Run Run { get; init; }

    /// <summary>The session after the run's last commit.</summary>
    public required Session Session { get; init; }

    /// <summary>The model's last turn in this run; <see langword="null"/> where it had none.</summary>
    public Turn? Reply { get; init; }

    /// <summary>The text of the last turn; empty where there is none.</summary>
    public string Text => Reply?.Text ?? "";

    /// <summary>
    /// The tasks that wait for a person's approval, one for each tool call, each with one step. Empty unless that is the outcome.
    /// </summary>
    public IReadOnlyList<AgentTask> Approvals { get; init; } = [];
}
