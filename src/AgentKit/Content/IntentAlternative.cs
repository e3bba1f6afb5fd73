namespace AgentKit;

/// <summary>An intent that was considered and not chosen.</summary>
/// <param name="Intent">The intent's name.</param>
/// <param name="Confidence">How sure the model is: 0 to 1, both included.</param>
/// <exception cref="ArgumentOutOfRangeException">The confidence is outside 0 to 1, or NaN.</exception>
public sealed record IntentAlternative(string Intent, double Confidence)
{
    /// <summary>How sure the model is: 0 to 1, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 1, or NaN.</exception>
    public double Confidence { get; init => field = ConfidenceRange.Require(value, nameof(Confidence)); } =
        ConfidenceRange.Require(Confidence, nameof(Confidence));
}
