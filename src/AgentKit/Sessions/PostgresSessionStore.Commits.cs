using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    /// <summary>
    /// An unversioned write that was refused, while the diagnosis sees no reason any more, met a session that was reopened in between.
    /// </summary>
    private const int MaxResends = 3;

    private Task<Session> CommitUnobservedAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(commit);

        _gates.RefuseWithinDecision(scope, session.Id);
        return groups.Takes(scope) && GroupedCommit.Knows(commit)
            ? CommitWithOthersAsync(scope, session, commit, cancellationToken)
            : CommitByItselfAsync(scope, session, commit, turns: null, cancellationToken);
    }

    /// <param name="scope">Who commits.</param>
    /// <param name="session">What the commit was decided on.</param>
    /// <param name="commit">What changes.</param>
    /// <param name="turns">Its turns, where they were made ready to travel with others and then did not.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    private async Task<Session> CommitByItselfAsync(
        AgentScope scope, Session session, SessionCommit commit, TurnColumns? turns, CancellationToken cancellationToken)
    {
        var batch = FillVersioned(scope, session, commit, turns);
        if (await FindResultUnlessAllowedAsync(scope, session, commit, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        return Conclude(
            scope,
            session.Id,
            session.Version,
            commit,
            await SendAsync(scope, session.Id, commit, batch, cancellationToken).ConfigureAwait(false));
    }

    private Task<Session> AppendUnobservedAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(commit);
        IdGuard.Require(sessionId, nameof(sessionId));
        _gates.RefuseWithinDecision(scope, sessionId);
        if (commit.Phase is not null || commit.AgentId is not null)
        {
            throw new ArgumentException(
                "A phase or agent depends on the current one: set it with CommitAsync or UpdateAsync.", nameof(commit));
        }

        if (commit.RewindTo is not null || commit.Summary is not null)
        {
            throw new ArgumentException(
                "What is taken back or summarised depends on the turns there are: do it with CommitAsync or UpdateAsync.", nameof(commit));
        }

        return groups.Takes(scope) && GroupedCommit.Knows(commit)
            ? AppendWithOthersAsync(scope, sessionId, commit, cancellationToken)
            : AppendByItselfAsync(scope, sessionId, commit, turns: null, cancellationToken);
    }

    private async Task<Session> AppendByItselfAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, TurnColumns? turns, CancellationToken cancellationToken)
    {
        for (var resends = 0; ; resends++)
        {
            var batch = FillUnversioned(scope, sessionId, commit, turns);
            turns = null; // they are sent once
            var result = await SendAsync(scope, sessionId, commit, batch, cancellationToken).ConfigureAwait(false);
            if (resends == MaxResends || !MetReopening(scope, commit, result))
            {
                return Conclude(scope, sessionId, expectedVersion: null, commit, result);
            }
        }
    }

    /// <summary>
    /// Nothing where the agent's definition and the turns there are allow the commit. Where they do not: the result, if this very commit was
    /// applied when it was allowed, for what follows what, and the turns, may have changed since; else the error.
    /// </summary>
    private async Task<Session?> FindResultUnlessAllowedAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            HistoryRules.Check(session, commit);
            await CheckAgentAsync(scope, session, commit, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AgentKitException error) when (error is AgentNotFoundException or InvalidTransitionException or TurnNotFoundException)
        {
            if (await FindResultAsync(scope, session.Id, commit.OperationId, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                return earlier;
            }

            throw;
        }
    }

    /// <summary>
    /// Phases are checked against the session as the caller knows it. That is enough: the version makes sure that it is the stored one.
    /// </summary>
    private async Task CheckAgentAsync(AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Phase is null && commit.AgentId is null)
        {
            return;
        }

        var agent = await agents.GetAsync(scope, commit.AgentId ?? session.AgentId, cancellationToken).ConfigureAwait(false);
        if (commit.Phase is { } phase)
        {
            PhaseRules.Check(agent.Definition, session.Id, session.Phase, phase);
        }
    }

    private Session Conclude(
        AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, CommitResult result)
    {
        if (result.Committed is { } committed)
        {
            return Committed(commit, committed);
        }

        if (result.Verdict is not { } verdict)
        {
            throw telemetry.Refused(new SessionNotFoundException(sessionId));
        }

        if (!scope.MayWrite(verdict.UserId))
        {
            throw telemetry.Refused(new AccessDeniedException(scope.Access, "commit to", $"session {sessionId}"));
        }

        if (!Accepts(commit, verdict))
        {
            throw telemetry.Refused(
                new InvalidSessionStateException(sessionId, SessionStatusNames.Parse(verdict.Status), Attempted(commit)));
        }

        throw telemetry.Refused(new VersionConflictException(sessionId, expectedVersion ?? verdict.Version, verdict.Version));
    }

    private Session Committed(SessionCommit commit, SessionRow row)
    {
        telemetry.Committed(commit);
        return row.ToSession();
    }

    private static bool MetReopening(AgentScope scope, SessionCommit commit, CommitResult result) =>
        result is { Committed: null, Verdict: { } verdict } && scope.MayWrite(verdict.UserId) && Accepts(commit, verdict);

    private static bool Accepts(SessionCommit commit, CommitVerdictRow verdict) =>
        SessionLifecycle.From(commit.Status).Contains(verdict.Status, StringComparer.Ordinal);

    private static string Attempted(SessionCommit commit) =>
        commit.Status is { } status ? $"make it {SessionStatusNames.Of(status)}" : "commit to it before it is reopened";
}
