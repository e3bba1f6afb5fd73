namespace AgentKit;

/// <summary>What a budget counts.</summary>
public enum BudgetUnit
{
    /// <summary>Tokens, input and output together.</summary>
    Tokens = 0,

    /// <summary>Money, in the currency that the host keeps its costs in.</summary>
    Cost = 1,
}
