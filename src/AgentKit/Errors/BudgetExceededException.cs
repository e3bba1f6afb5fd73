using System.Globalization;

namespace AgentKit;

/// <summary>
/// What was about to be spent does not fit into a budget. It is thrown before the money is spent, never for a reply already
/// paid for.
/// </summary>
/// <param name="budget">What is bounded, with its id: "session 0198…", "workspace acme".</param>
/// <param name="limit">The bound.</param>
/// <param name="spent">Spent or reserved so far.</param>
/// <param name="asked">What was asked for on top.</param>
/// <param name="unit">What the three figures count.</param>
public sealed class BudgetExceededException(string budget, decimal limit, decimal spent, decimal asked, BudgetUnit unit)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"The budget of {budget} is {limit} ({unit}): {spent} is spent or reserved, {asked} more was asked for."))
{
    /// <summary>What is bounded, with its id.</summary>
    public string Budget { get; } = budget;

    /// <summary>The bound, in <see cref="Unit"/>.</summary>
    public decimal Limit { get; } = limit;

    /// <summary>Spent or reserved before this call, in <see cref="Unit"/>; may be above <see cref="Limit"/>.</summary>
    public decimal Spent { get; } = spent;

    /// <summary>What the refused call asked for, in <see cref="Unit"/>; 0 when it named no amount.</summary>
    public decimal Asked { get; } = asked;

    /// <summary>What the three figures count.</summary>
    public BudgetUnit Unit { get; } = unit;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Budget;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
