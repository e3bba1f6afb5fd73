namespace AgentKit;

/// <summary>How much a person lets agents do without asking. <see cref="IApprovalPolicy"/> says what it means for a tool.</summary>
public enum AutoExecuteLevel
{
    /// <summary>Agents look things up and suggest the rest. What holds where nobody has set anything.</summary>
    SuggestOnly = 0,

    /// <summary>Agents act once a person has approved.</summary>
    Confirm = 1,

    /// <summary>Agents carry out what has a low risk by themselves, and ask before the rest.</summary>
    AutoLowRisk = 2,
}
