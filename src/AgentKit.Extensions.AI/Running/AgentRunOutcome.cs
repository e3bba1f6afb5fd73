namespace AgentKit.Extensions.AI;

/// <summary>How a run of an agent ended.</summary>
public enum AgentRunOutcome
{
    /// <summary>The model has answered, and asks for nothing more.</summary>
    Completed = 0,

    /// <summary>
    /// At least one tool that the model asked for waits for a person. The run is over; once a person has decided,
    /// <see cref="AgentRunner.ResumeAsync(AgentScope, Guid, CancellationToken)"/> goes on in another one.
    /// </summary>
    WaitingForApproval = 1,

    /// <summary>
    /// The model still asked for tools after <see cref="AgentRunnerOptions.MaxModelCalls"/> calls. The run has failed with
    /// <see cref="AgentRunner.CallLimitError"/>; what was asked for last was not called. It is not resumed; a new message goes on from it.
    /// </summary>
    CallLimitReached = 2,
}
