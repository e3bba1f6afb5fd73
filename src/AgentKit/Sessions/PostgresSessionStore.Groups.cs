namespace AgentKit;

/// <summary>
/// Commits that travel with others where there are any. What a group left alone goes by itself as if there had been none, under the same operation id:
/// that gives it its result, if the group had applied it after all, or its error.
/// </summary>
internal sealed partial class PostgresSessionStore
{
    private async Task<Session> CommitWithOthersAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        using var place = groups.TryEnter(scope, session.Id);
        if (place is not null)
        {
            return await CommitByItselfAsync(scope, session, commit, turns: null, cancellationToken).ConfigureAwait(false);
        }

        var member = GroupedCommit.Check(scope, session.Id, session.Version, commit, time.GetUtcNow(), options.Limits);
        if (await FindResultUnlessAllowedAsync(scope, session, commit, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        var answer = await groups.SendAsync(member, cancellationToken).ConfigureAwait(false);
        using (answer.Place)
        {
            return answer.Result is { } committed
                ? Committed(commit, committed)
                : await CommitByItselfAsync(scope, session, commit, answer.WasSent ? null : member.Turns, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<Session> AppendWithOthersAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken) =>
        groups.WriteAsync(
            scope,
            sessionId,
            () => GroupedCommit.Check(scope, sessionId, expectedVersion: null, commit, time.GetUtcNow(), options.Limits),
            committed => Committed(commit, committed),
            member => AppendByItselfAsync(scope, sessionId, commit, member?.Turns, cancellationToken),
            cancellationToken);
}
