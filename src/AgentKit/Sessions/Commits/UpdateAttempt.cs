using System.Runtime.ExceptionServices;

namespace AgentKit;

/// <summary>One call of UpdateAsync, through all its attempts.</summary>
internal sealed class UpdateAttempt(
    AgentScope scope,
    Guid sessionId,
    Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> decide)
{
    private SessionGates.Entry? _entry;
    private ExceptionDispatchInfo? _failure;

    public AgentScope Scope { get; } = scope;

    public Guid SessionId { get; } = sessionId;

    public int Conflicts { get; set; }

    /// <summary>Its turn has come.</summary>
    public void Enter(SessionGates.Entry entry) => _entry = entry;

    /// <summary>Asks the caller; <see langword="null"/> changes nothing.</summary>
    /// <remarks>
    /// What the caller throws is the caller's, and is kept until the retries are behind: they are for the library's own conflicts, and a
    /// decision may meet one of another session's.
    /// </remarks>
    public async ValueTask<SessionCommit?> DecideAsync(SessionSnapshot current, CancellationToken cancellationToken)
    {
        _failure = null;
        _entry!.IsDeciding = true;
        try
        {
            return await decide(current, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            return null;
        }
        finally
        {
            _entry.IsDeciding = false;
        }
    }

    /// <summary>Throws what the caller's decision has thrown.</summary>
    public void ThrowIfDecisionFailed() => _failure?.Throw();
}
