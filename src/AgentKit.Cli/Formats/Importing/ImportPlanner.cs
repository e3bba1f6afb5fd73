namespace AgentKit.Cli;

/// <summary>Reads a file for the first time: checks all of it, counts, and finds what makes each conversation recognisable.</summary>
internal sealed class ImportPlanner(SourceFile file, ConversationFormat format, IProgress<long>? progress)
{
    private readonly List<PlannedConversation> _conversations = [];
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private RunningDigest _digest = new();
    private long _turns;
    private long _calls;
    private long _callsOfOpen;

    public async Task<ImportPlan> ReadAsync(CancellationToken cancellationToken)
    {
        SourceProblem? end = null;
        try
        {
            await foreach (var part in ConversationReaders.Of(format).ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                Add(part);
                progress?.Report(part.End);
            }
        }
        catch (SourceException exception)
        {
            end = new SourceProblem(file.Path, exception.Line, exception.Problem);

            // The conversation that was being read may go on after it.
            if (_conversations is [.., { IsWhole: false } last])
            {
                last.Problem ??= end;
            }
        }

        Close();
        return new ImportPlan(format, _conversations, _turns, _calls, end);
    }

    private void Add(SourcePart part)
    {
        if (part.Begins || _conversations.Count == 0)
        {
            Close();
            _conversations.Add(new PlannedConversation(part.Line, part.IsWhole));
        }

        var open = _conversations[^1];
        if (part.Problem is { } problem)
        {
            open.Problem ??= new SourceProblem(file.Path, part.Line, problem);
        }

        if (open.Problem is not null)
        {
            return;
        }

        open.Hints = open.Hints.Over(part.Hints);
        _digest.Add(part.Source);
        if (part.Turn is { } turn)
        {
            if (TurnLimits.FindProblem(part.Source) is { } large)
            {
                open.Problem = new SourceProblem(file.Path, part.Line, large);
                return;
            }

            open.Turns++;
            _callsOfOpen += turn.Content.OfType<ToolUseBlock>().Count();
        }
    }

    private void Close()
    {
        if (_conversations is [.., { } open] && open.Digest.Length == 0)
        {
            open.Digest = _digest.Value;
            if (open.Problem is null)
            {
                var key = open.Hints.SourceId is { } id ? "id:" + id : open.Digest;
                open.Occurrence = _occurrences[key] = _occurrences.GetValueOrDefault(key) + 1;
                _turns += open.Turns;
                _calls += _callsOfOpen;
            }
        }

        _digest = new RunningDigest();
        _callsOfOpen = 0;
    }
}
