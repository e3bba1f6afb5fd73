namespace AgentKit.ChatApi.Sessions;

/// <summary>A session, as a list of conversations shows it.</summary>
internal sealed record SessionLine(
    Guid Id, string? Title, SessionStatus Status, long TurnCount, long Tokens, DateTimeOffset CreatedAt, DateTimeOffset? LastTurnAt)
{
    public static SessionLine Of(Session session) => new(
        session.Id,
        session.Title,
        session.Status,
        session.TurnCount,
        session.InputTokens + session.OutputTokens,
        session.CreatedAt,
        session.LastTurnAt);
}
