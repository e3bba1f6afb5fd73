using System.Globalization;

namespace AgentKit.Cli;

/// <summary>A conversation of a file as the first reading found it.</summary>
/// <param name="line">Where it begins.</param>
/// <param name="isWhole">Whether it is all there, whatever comes after it.</param>
internal sealed class PlannedConversation(long line, bool isWhole)
{
    private readonly List<UInt128> _marks = [];
    private readonly RunningDigest _digest = new();
    private UInt128? _opening;
    private DateTimeOffset? _startedAt;

    public long Line => line;

    public bool IsWhole => isWhole;

    public ConversationHints Hints { get; private set; } = new();

    /// <summary>How many turns it has.</summary>
    public int Turns => _marks.Count;

    public int ToolCalls { get; private set; }

    /// <summary>2 for another of the file that has the same id.</summary>
    public int Occurrence { get; set; } = 1;

    /// <summary>The first thing that is wrong with it, or null.</summary>
    public SourceProblem? Problem { get; set; }

    /// <summary>
    /// What it is recognised by: its id in the file; or its beginning, up to the first turn of the user, which stays as it is when the
    /// conversation goes on. Several conversations may begin alike. Neither the format nor what else a file says of it counts.
    /// </summary>
    public string Key => Hints.SourceId is { } id ? $"id:{id}" : $"opening:{Text(_opening ?? _digest.Mark)}";

    /// <summary>Of the conversation as far as a turn, 1 for the first.</summary>
    /// <exception cref="IOException">It had fewer turns when it was read first.</exception>
    public string MarkAt(long turn) =>
        turn <= _marks.Count ? Text(_marks[(int)turn - 1]) : throw new IOException("The file has changed while it was read.");

    public void Name(string id) => Hints = Hints with { SourceId = id };

    public void Add(SourcePart part)
    {
        Hints = Hints.Over(part.Hints);
        _startedAt ??= _opening is null ? part.Hints?.StartedAt : null;
        if (part.Turn is not { } turn)
        {
            return;
        }

        _digest.Add(part.Source);
        _marks.Add(_digest.Mark);
        _opening ??= turn.Role == TurnRole.User ? _digest.Mark : (UInt128?)null;
        ToolCalls += turn.Content.OfType<ToolUseBlock>().Count();
    }

    /// <summary>The id of its session, in the order of the time at which it began, the same whenever it is imported into this workspace.</summary>
    public Guid SessionIdIn(AgentScope scope, int occurrence) => DerivedId.Of(
        _startedAt, "import", scope.WorkspaceId, scope.UserId ?? "", Key, occurrence.ToString(CultureInfo.InvariantCulture));

    private static string Text(UInt128 mark) => mark.ToString("x32", CultureInfo.InvariantCulture);
}
