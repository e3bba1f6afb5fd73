namespace AgentKit.Tests.Sessions;

/// <summary>What the history of a session is, said again in the simplest way.</summary>
internal sealed class HistoryModel
{
    private readonly List<(long Through, string Text)> _summaries = [];

    public List<string> Live { get; } = [];

    public List<(long Version, long Number, string Text)> Archived { get; } = [];

    public List<string> EverAppended { get; } = [];

    public void Apply(SessionCommit commit, long version)
    {
        if (commit.RewindTo is { } last)
        {
            Archived.AddRange(Live.Select((text, i) => (version, (long)i + 1, text)).Where(turn => turn.Item2 > last));
            Live.RemoveRange((int)last, Live.Count - (int)last);
            _summaries.RemoveAll(summary => summary.Through > last);
        }

        Live.AddRange(commit.Turns.Select(turn => turn.Text));
        EverAppended.AddRange(commit.Turns.Select(turn => turn.Text));
        if (commit.Summary is { } summary)
        {
            _summaries.Add((summary.ThroughTurn, summary.Turn.Text));
        }
    }

    public IEnumerable<string> Messages() =>
        _summaries.Count == 0 ? Live : Live.Skip((int)_summaries[^1].Through).Prepend(_summaries[^1].Text);
}
