namespace AgentKit;

/// <summary>What taking back and summarising turns must look like before anything is sent, and what it costs.</summary>
internal static class HistoryRules
{
    /// <summary>What can be seen in the commit alone.</summary>
    public static void Check(SessionCommit commit)
    {
        if (commit.RewindTo is < 0)
        {
            throw new ArgumentException("A session goes back to turn 0, which is before the first, and no further.", nameof(commit.RewindTo));
        }

        if (commit.Summary is not { } summary)
        {
            return;
        }

        if (summary.ThroughTurn < 1)
        {
            throw new ArgumentException("A summary stands for one turn at least.", nameof(commit.Summary));
        }

        ArgumentNullException.ThrowIfNull(summary.Turn, nameof(commit.Summary));
        UsageGuard.Check(summary.Turn.Usage, nameof(commit.Summary));
        if (summary.Turn.Content?.Any(block => block is ToolUseBlock or ToolResultBlock) == true)
        {
            throw new ArgumentException("A summary asks for no tool and answers none: its call or result would stand alone.", nameof(commit.Summary));
        }
    }

    /// <summary>
    /// What can be seen against the session as the caller knows it. That is enough: the version makes sure that it is the stored one.
    /// </summary>
    /// <exception cref="TurnNotFoundException">The commit names a turn past the last one.</exception>
    public static void Check(Session session, SessionCommit commit)
    {
        if (commit.RewindTo > session.TurnCount)
        {
            throw new TurnNotFoundException(session.Id, commit.RewindTo.Value);
        }

        var turns = (commit.RewindTo ?? session.TurnCount) + commit.Turns.Count;
        if (commit.Summary?.ThroughTurn > turns)
        {
            throw new TurnNotFoundException(session.Id, commit.Summary.ThroughTurn);
        }
    }

    /// <summary>Whether a turn adds to the session's totals: one that the commit takes back and appends again was counted when it came.</summary>
    public static bool Counts(SessionCommit commit, Turn turn) => commit.RewindTo is not { } last || turn.Number <= last;
}
