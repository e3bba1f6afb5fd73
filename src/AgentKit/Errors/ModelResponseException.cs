namespace AgentKit;

/// <summary>A model's reply could not be read as what was asked for. The reply itself is never in the message.</summary>
/// <param name="expected">What was asked for: "intent result".</param>
/// <param name="reason">What is wrong, without quoting the reply.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class ModelResponseException(string expected, string reason, Exception? innerException = null)
    : AgentKitException($"The model's reply is not a readable {expected}: {reason}", innerException)
{
    /// <summary>What was asked for.</summary>
    public string Expected { get; } = expected;

    /// <summary>What is wrong, without quoting the reply.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Model;

    /// <summary>Always true: asking the model again can give a reply that can be read. Reading the same reply again cannot.</summary>
    public override bool IsRetryable => true;
}
