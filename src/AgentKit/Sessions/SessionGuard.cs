using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a new session and a commit must look like before anything is sent. JSON and turns are checked where they are written.</summary>
internal static class SessionGuard
{
    private const int MaxNameLength = 200;

    public static void Check(NewSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        IdGuard.RequireOrdered(session.Id, nameof(session.Id));
        TextGuard.Require(session.AgentId, AgentGuard.MaxIdLength, nameof(session.AgentId));
        TextGuard.Require(session.Kind, NewSession.MaxTextLength, nameof(session.Kind));
        TextGuard.Optional(session.Phase, MaxNameLength, nameof(session.Phase));
        TextGuard.Optional(session.Title, NewSession.MaxTextLength, nameof(session.Title));
        TextGuard.Optional(session.ConversationKey, NewSession.MaxTextLength, nameof(session.ConversationKey));
        TextGuard.Optional(session.Slug, NewSession.MaxTextLength, nameof(session.Slug));
        TextGuard.Optional(session.WorkingDirectory, NewSession.MaxTextLength, nameof(session.WorkingDirectory));
    }

    public static void Check(NewFork fork, Guid sessionId)
    {
        IdGuard.RequireOrdered(fork.Id, nameof(fork.Id));
        if (fork.Id == sessionId)
        {
            throw new ArgumentException("A fork has an id of its own.", nameof(fork.Id));
        }

        if (fork.AtTurn is < 0)
        {
            throw new ArgumentException("A fork begins with no turn at least.", nameof(fork.AtTurn));
        }

        TextGuard.Optional(fork.Title, NewSession.MaxTextLength, nameof(fork.Title));
        TextGuard.Optional(fork.ConversationKey, NewSession.MaxTextLength, nameof(fork.ConversationKey));
        TextGuard.Optional(fork.Slug, NewSession.MaxTextLength, nameof(fork.Slug));
        TextGuard.Optional(fork.WorkingDirectory, NewSession.MaxTextLength, nameof(fork.WorkingDirectory));
    }

    public static void CheckOperation(Guid sessionId, SessionCommit commit)
    {
        if (commit.OperationId == sessionId)
        {
            throw new ArgumentException("The id of a session is the operation that created it.", nameof(commit));
        }
    }

    public static void Check(SessionCommit commit, ContentLimits limits)
    {
        IdGuard.Require(commit.OperationId, nameof(commit.OperationId));
        CheckCount(commit.Turns, limits.TurnsPerCommit, nameof(commit.Turns));
        CheckCount(commit.IntentsSeen, limits.TurnsPerCommit, nameof(commit.IntentsSeen));
        CheckCount(commit.TemplatesSent, limits.TurnsPerCommit, nameof(commit.TemplatesSent));
        UsageGuard.Check(commit.Usage, nameof(commit.Usage));
        if (commit.Run is { } lease)
        {
            RunGuard.Check(lease, nameof(commit.Run));
        }

        if (commit.ReservationId is { } reservationId)
        {
            IdGuard.Require(reservationId, nameof(commit.ReservationId));
        }

        TextGuard.Optional(commit.Phase, MaxNameLength, nameof(commit.Phase));
        TextGuard.Optional(commit.AgentId, AgentGuard.MaxIdLength, nameof(commit.AgentId));
        TextGuard.Optional(commit.Title, NewSession.MaxTextLength, nameof(commit.Title));
        TextGuard.Optional(commit.StatusReason, NewSession.MaxTextLength, nameof(commit.StatusReason));
        TextGuard.Optional(commit.AssignedTo, NewSession.MaxTextLength, nameof(commit.AssignedTo));

        HistoryRules.Check(commit);

        if (commit.StatusReason is not null && commit.Status is null)
        {
            throw new ArgumentException("A status reason needs a status.", nameof(commit));
        }

        if (commit.AssignedTo is not null && commit.Status != SessionStatus.HandedOff)
        {
            throw new ArgumentException("A session is assigned when it is handed off.", nameof(commit));
        }

        foreach (var intent in commit.IntentsSeen)
        {
            Check(intent);
        }

        foreach (var template in commit.TemplatesSent)
        {
            Check(template);
        }
    }

    private static void CheckCount<T>(IReadOnlyList<T> items, int most, string paramName)
    {
        ArgumentNullException.ThrowIfNull(items, paramName);
        if (items.Count > most)
        {
            throw new ArgumentException($"{items.Count} are given, more than the {most} allowed in one commit.", paramName);
        }
    }

    private static void Check(IntentSeen intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        TextGuard.Require(intent.Name, MaxNameLength, nameof(intent.Name));
        if (intent.Confidence is { } confidence && !(confidence is >= 0 and <= 1))
        {
            throw new ArgumentException("A confidence is between 0 and 1.", nameof(intent.Confidence));
        }
    }

    private static void Check(TemplateSent template)
    {
        ArgumentNullException.ThrowIfNull(template);
        TextGuard.Require(template.Name, MaxNameLength, nameof(template.Name));
    }
}
