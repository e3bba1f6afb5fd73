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

    /// <summary>What the commit adds to the session's totals: a turn that it takes back and appends again was counted when it came.</summary>
    public static IEnumerable<Usage> UsagesToCount(SessionCommit commit)
    {
        var counted = commit.RewindTo is { } last ? commit.Turns.Where(turn => turn.Number <= last) : commit.Turns;
        var usages = counted.Select(turn => turn.Usage);
        return commit.Summary is { } summary ? usages.Append(summary.Turn.Usage) : usages;
    }
}
