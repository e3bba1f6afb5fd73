using System.Globalization;

namespace AgentKit;

/// <summary>
/// A worker wrote for a run that it no longer holds: another one has taken it over, or it is over. Nothing was written. What was already paid
/// for can still be counted by <see cref="IRunStore.AddUsageAsync"/>.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="fencingToken">The token of the worker's lease.</param>
/// <param name="currentToken">The token that counts.</param>
/// <param name="currentWorker">Who holds the run, or held it last; none if nobody has begun it.</param>
/// <param name="status">The run's status.</param>
public sealed class RunLeaseLostException(Guid runId, long fencingToken, long currentToken, string? currentWorker, RunStatus status)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"The lease {fencingToken} on run {runId} is lost: the run is {status}, under lease {currentToken} of '{currentWorker ?? "nobody"}'."))
{
    /// <summary>The run that was to be written for.</summary>
    public Guid RunId { get; } = runId;

    /// <summary>The token of the worker that was refused.</summary>
    public long FencingToken { get; } = fencingToken;

    /// <summary>The token that counts; the same as <see cref="FencingToken"/> where the run is over and nobody has taken it over.</summary>
    public long CurrentToken { get; } = currentToken;

    /// <summary>Who holds the run, or held it last; <see langword="null"/> if nobody has begun it.</summary>
    public string? CurrentWorker { get; } = currentWorker;

    /// <summary>What has become of the run.</summary>
    public RunStatus Status { get; } = status;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Conflict;

    /// <summary>Always false: a lease that is lost does not come back. The worker stops.</summary>
    public override bool IsRetryable => false;
}
