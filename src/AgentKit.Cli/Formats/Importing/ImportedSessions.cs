namespace AgentKit.Cli;

/// <summary>Finds the session that a conversation has become before, so that the same file changes nothing and a longer one is continued.</summary>
internal sealed class ImportedSessions(ISessionStore sessions, AgentScope scope)
{
    private readonly HashSet<Guid> _taken = [];
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>
    /// A conversation with an id has one session, as it is or not. Without one, it is the first session that begins as it does, goes on as it
    /// does as far as both go, and was not taken by another conversation of the file.
    /// </summary>
    public async Task<ImportedSession> FindAsync(PlannedConversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.Hints.SourceId is not null)
        {
            var id = conversation.SessionIdIn(scope, conversation.Occurrence);
            var there = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            return new(id, there, there is null || await IsSameAsync(there, conversation, cancellationToken).ConfigureAwait(false));
        }

        for (var occurrence = _next.GetValueOrDefault(conversation.Key, 1); ; occurrence++)
        {
            var id = conversation.SessionIdIn(scope, occurrence);
            if (_taken.Contains(id))
            {
                continue;
            }

            var there = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            if (there is null || await IsSameAsync(there, conversation, cancellationToken).ConfigureAwait(false))
            {
                Take(conversation, id, occurrence);
                return new(id, there, IsSame: true);
            }
        }
    }

    private void Take(PlannedConversation conversation, Guid id, int occurrence)
    {
        _taken.Add(id);
        if (occurrence == _next.GetValueOrDefault(conversation.Key, 1))
        {
            _next[conversation.Key] = occurrence + 1; // nobody need look at those before it again
        }
    }

    private async Task<SessionSnapshot?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.GetSnapshotAsync(scope, id, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            return null;
        }
    }

    private async Task<bool> IsSameAsync(SessionSnapshot there, PlannedConversation conversation, CancellationToken cancellationToken)
    {
        var (turns, mark) = ImportMark.Read(there.State.Data);
        if (turns == 0)
        {
            return true; // an import that was broken off before its first commit
        }

        if (conversation.Turns >= turns)
        {
            return conversation.MarkAt(turns) == mark;
        }

        var last = await sessions.GetTurnsAsync(scope, there.Session.Id, conversation.Turns - 1, limit: 1, cancellationToken).ConfigureAwait(false);
        return last is [var turn] && turn.Number == conversation.Turns && ImportMark.Of(turn) == conversation.MarkAt(turn.Number);
    }
}
