namespace AgentKit;

/// <summary>What is to be done with a tool call that a model asks for.</summary>
public enum ToolDecision
{
    /// <summary>It is not called; the person is told what the agent would do.</summary>
    Suggest = 0,

    /// <summary>It is called once a person has approved.</summary>
    RequestApproval = 1,

    /// <summary>It is called at once.</summary>
    Execute = 2,
}
