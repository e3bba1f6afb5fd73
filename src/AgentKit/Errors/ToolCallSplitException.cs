using System.Globalization;

namespace AgentKit;

/// <summary>
/// A summary would end between a tool call and its result, and leave a result that no provider accepts without its call. Nothing was changed.
/// </summary>
/// <param name="sessionId">The session.</param>
/// <param name="throughTurn">The turn that the summary was to end with.</param>
public sealed class ToolCallSplitException(Guid sessionId, long throughTurn)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"A summary of session {sessionId} cannot end with turn {throughTurn}: a tool call before it is not answered by then."))
{
    /// <summary>The session that was to be summarised.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The turn that the summary was to end with; an earlier one, or one after the results, will do.</summary>
    public long ThroughTurn { get; } = throughTurn;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
