namespace AgentKit.Cli;

/// <summary>
/// What came of each call of a tool. Some providers give the same ids again and again: a result answers the last open call before it with its id, and
/// runs of the tool belong to the call of their turn, or else to the calls with their id in order: the first to the first where all turns are there,
/// else the last to the last.
/// </summary>
internal sealed class ToolCallPairs
{
    private readonly Dictionary<ToolUseBlock, ToolResultBlock> _results = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ToolUseBlock, ToolRun> _runs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ToolResultBlock> _answers = new(ReferenceEqualityComparer.Instance);

    public ToolCallPairs(SessionTranscript transcript)
    {
        Dictionary<string, List<(long Turn, ToolUseBlock Use)>> calls = new(StringComparer.Ordinal);
        foreach (var (turn, block) in transcript.Turns.SelectMany(turn => turn.Content.Select(block => (turn, block))))
        {
            if (block is ToolUseBlock use)
            {
                (calls.TryGetValue(use.Id, out var same) ? same : calls[use.Id] = []).Add((turn.Number, use));
            }
            else if (block is ToolResultBlock result
                && calls.GetValueOrDefault(result.ToolUseId)?.FindLast(call => !_results.ContainsKey(call.Use)).Use is { } asked)
            {
                _results[asked] = result;
                _answers.Add(result);
            }
        }

        foreach (var runs in transcript.ToolRuns.GroupBy(run => run.ToolUseId!))
        {
            if (calls.TryGetValue(runs.Key, out var same))
            {
                Pair(same, [.. runs], areAllThere: transcript.Turns[0].Number == 1);
            }
        }
    }

    public ToolResultBlock? ResultOf(ToolUseBlock use) => _results.GetValueOrDefault(use);

    /// <summary>The last attempt.</summary>
    public ToolRun? RunOf(ToolUseBlock use) => _runs.GetValueOrDefault(use);

    /// <summary>Whether a result is told where its tool was called.</summary>
    public bool IsAnswer(ToolResultBlock result) => _answers.Contains(result);

    private void Pair(List<(long Turn, ToolUseBlock Use)> calls, List<ToolRun> runs, bool areAllThere)
    {
        foreach (var run in runs)
        {
            if (run.TurnNumber is { } number && calls.Find(call => call.Turn == number).Use is { } use)
            {
                _runs[use] = run;
            }
        }

        // The last attempt of each execution; a first attempt begins another one.
        List<ToolRun> executions = [];
        foreach (var run in runs.Where(run => run.TurnNumber is null))
        {
            if (run.Attempt > 1 && executions.Count > 0)
            {
                executions[^1] = run;
            }
            else
            {
                executions.Add(run);
            }
        }

        var free = calls.Where(call => !_runs.ContainsKey(call.Use)).ToList();
        var offset = areAllThere ? 0 : free.Count - executions.Count;
        for (var i = Math.Max(0, -offset); i < executions.Count && i + offset < free.Count; i++)
        {
            _runs[free[i + offset].Use] = executions[i];
        }
    }
}
