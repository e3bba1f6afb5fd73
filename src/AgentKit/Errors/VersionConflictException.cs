using System.Globalization;

namespace AgentKit;

/// <summary>
/// A commit expected one version of a session and found another: somebody else committed first. Nothing was written.
/// </summary>
/// <param name="sessionId">The session.</param>
/// <param name="expectedVersion">The version the caller had read.</param>
/// <param name="actualVersion">The version the database has now.</param>
public sealed class VersionConflictException(Guid sessionId, long expectedVersion, long actualVersion)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"Session {sessionId} is at version {actualVersion}, not {expectedVersion}: reload it and decide again."))
{
    /// <summary>The session that had moved on.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The version the decision was based on.</summary>
    public long ExpectedVersion { get; } = expectedVersion;

    /// <summary>The version at the time of the commit; it may have risen again since.</summary>
    public long ActualVersion { get; } = actualVersion;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Conflict;

    /// <summary>Always true, and the one case where the same call unchanged cannot succeed: reload, decide again, then commit.</summary>
    public override bool IsRetryable => true;
}
