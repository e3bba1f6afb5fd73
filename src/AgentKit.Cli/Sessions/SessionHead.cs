using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>What is to be known of a session before its turns.</summary>
internal static class SessionHead
{
    public static void Write(IAnsiConsole console, Session session) => Fields.Write(
        console,
        ("session", session.Id.ToString()),
        ("title", session.Title),
        ("agent", session.AgentId),
        ("user", session.UserId),
        ("status", StatusOf(session)),
        ("phase", session.Phase),
        ("kind", session.Slug is null ? null : $"{session.Kind} · {session.Slug}"),
        ("key", session.ConversationKey),
        ("folder", session.WorkingDirectory),
        ("parent", session.ParentSessionId is { } parent ? $"{parent}, up to turn {session.ForkedAtTurn}" : null),
        ("began", Words.Time(session.CreatedAt)),
        ("last turn", Words.Time(session.LastTurnAt)),
        ("totals", TotalsOf(session)));

    private static string StatusOf(Session session)
    {
        var status = $"{Words.Of(session.Status)} · version {Words.Number(session.Version)}";
        status += session.AssignedTo is { } person ? $" · assigned to {person}" : "";
        return status + (session.StatusReason is { } reason ? $" · {reason}" : "");
    }

    private static string TotalsOf(Session session)
    {
        var totals = $"{Words.Number(session.TurnCount)} turns · {Words.Number(session.InputTokens)} tokens in, "
            + $"{Words.Number(session.OutputTokens)} out";
        return session.Cost == 0 ? totals : $"{totals} · cost {Words.Cost(session.Cost)}";
    }
}
