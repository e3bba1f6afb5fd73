using System.Globalization;

namespace AgentKit;

/// <summary>
/// A worker wrote under a lease that is no longer its own: another worker has claimed the task since, or the lease was released. Nothing was
/// written; the worker should stop.
/// </summary>
/// <param name="taskId">The task.</param>
/// <param name="fencingToken">The token of the lease that was shown.</param>
/// <param name="currentToken">The token of the latest claim.</param>
/// <param name="currentWorker">Who holds the task; none if nobody does.</param>
public sealed class TaskLeaseLostException(Guid taskId, long fencingToken, long currentToken, string? currentWorker)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"The lease with token {fencingToken} on task {taskId} is lost: the latest token is {currentToken}, held by {currentWorker ?? "nobody"}."))
{
    /// <summary>The task that the worker held before.</summary>
    public Guid TaskId { get; } = taskId;

    /// <summary>The token of the lease that was shown.</summary>
    public long FencingToken { get; } = fencingToken;

    /// <summary>The token of the latest claim; the same as the one shown if the lease was released.</summary>
    public long CurrentToken { get; } = currentToken;

    /// <summary>Who holds the task; <see langword="null"/> if nobody does.</summary>
    public string? CurrentWorker { get; } = currentWorker;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Conflict;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
