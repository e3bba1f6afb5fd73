namespace AgentKit;

/// <summary>How much may be spent. At least one of the two is given; where both are, each binds.</summary>
/// <param name="Tokens">The most tokens, input and output together; greater than zero and at most one million million.</param>
/// <param name="Cost">
/// The most money, in the currency that the host keeps its books in; greater than zero, at most one thousand million, kept to ten decimal places.
/// </param>
public sealed record BudgetLimit(long? Tokens = null, decimal? Cost = null);
