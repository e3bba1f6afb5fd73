namespace AgentKit.Cli;

/// <summary>Reads a file for the first time: checks all of it, counts, and finds what makes each conversation recognisable.</summary>
internal sealed class ImportPlanner(SourceFile file, ConversationFormat format, IProgress<long>? progress)
{
    private readonly List<PlannedConversation> _conversations = [];
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);

    /// <param name="name">What the only conversation is called, in place of its own id; null where it keeps that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImportPlan> ReadAsync(string? name, CancellationToken cancellationToken)
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

        Name(name);
        return new ImportPlan(format, _conversations, end);
    }

    private void Add(SourcePart part)
    {
        if (part.Begins || _conversations.Count == 0)
        {
            _conversations.Add(new PlannedConversation(part.Line, part.IsWhole));
        }

        var open = _conversations[^1];
        if ((part.Problem ?? (part.Turn is null ? null : TurnLimits.FindProblem(part.Source))) is { } problem)
        {
            open.Problem ??= new SourceProblem(file.Path, part.Line, problem);
        }

        if (open.Problem is null)
        {
            open.Add(part);
        }
    }

    private void Name(string? name)
    {
        if (name is not null && _conversations is [_, var second, ..])
        {
            second.Problem ??= new SourceProblem(file.Path, second.Line, "begins another conversation, and --session-id names one");
        }

        if (name is not null && _conversations is [var first, ..])
        {
            first.Name(name);
            first.Problem ??= _conversations.Count > 1 ? _conversations[1].Problem : null;
        }

        foreach (var conversation in _conversations.Where(conversation => conversation is { Problem: null, Hints.SourceId: not null }))
        {
            conversation.Occurrence = _occurrences[conversation.Key] = _occurrences.GetValueOrDefault(conversation.Key) + 1;
        }
    }
}
