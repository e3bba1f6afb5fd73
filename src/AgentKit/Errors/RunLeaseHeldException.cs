using System.Globalization;

namespace AgentKit;

/// <summary>Another worker holds the run under a lease, so it can be neither begun nor taken over now.</summary>
/// <param name="runId">The run.</param>
/// <param name="worker">Who holds it.</param>
/// <param name="expiresAt">When its lease expires unless it is renewed, by the clock of the database.</param>
public sealed class RunLeaseHeldException(Guid runId, string worker, DateTimeOffset expiresAt)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture, $"Run {runId} is held by '{worker}' until {expiresAt.ToUniversalTime():O}, or longer if that renews it."))
{
    /// <summary>The run that somebody else works on.</summary>
    public Guid RunId { get; } = runId;

    /// <summary>Who holds it.</summary>
    public string Worker { get; } = worker;

    /// <summary>When the lease expires unless it is renewed, by the clock of the database; may be past where the run was to be begun anew.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Conflict;

    /// <summary>Always true: a take-over may succeed once the lease has expired.</summary>
    public override bool IsRetryable => true;
}
