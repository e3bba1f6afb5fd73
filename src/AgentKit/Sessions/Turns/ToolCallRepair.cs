using System.Text.Json;

namespace AgentKit;

/// <summary>
/// Puts the results that are missing where they belong: behind the turn that asked, and the turns of results that follow it. Turns that need no
/// change come out as the same objects.
/// </summary>
/// <param name="turns">Consecutive turns; the first is one that asks.</param>
internal sealed class ToolCallRepair(IReadOnlyList<Turn> turns)
{
    private static readonly JsonElement NoResult = JsonElement.Parse("\"No result was recorded.\"");

    /// <summary>The turns with a result for each of the calls.</summary>
    public IReadOnlyList<Turn> Answer(IReadOnlyList<UnansweredToolCall> calls, Func<UnansweredToolCall, ToolResultBlock?>? answer)
    {
        var groups = Groups();
        var late = groups.SelectMany(LateResults).ToList();
        var callsByTurn = calls.ToLookup(call => call.TurnNumber);
        HashSet<ToolResultBlock> moved = new(ReferenceEqualityComparer.Instance);
        List<Turn> repaired = [];
        foreach (var group in groups)
        {
            // Turn by turn as they were; what has moved to the front by now is left out.
            repaired.AddRange(group.Select(turn => Without(turn, moved)).OfType<Turn>());
            ToolResultBlock[] results =
            [
                .. group.SelectMany(turn => callsByTurn[turn.Number])
                    .Select(call => TakeLate(late, call, moved) ?? Checked(call, answer?.Invoke(call)) ?? new(call.Call.Id, NoResult, IsError: true)),
            ];
            if (results.Length > 0)
            {
                repaired.Add(Turn.Tool(results));
            }
        }

        return repaired;
    }

    private static bool HoldsResults(Turn turn) => turn.Content.Any(block => block is ToolResultBlock);

    /// <summary>Each turn without results, with the turns of results after it.</summary>
    private List<List<Turn>> Groups()
    {
        List<List<Turn>> groups = [];
        foreach (var turn in turns)
        {
            if (groups.Count == 0 || !HoldsResults(turn))
            {
                groups.Add([]);
            }

            groups[^1].Add(turn);
        }

        return groups;
    }

    /// <summary>The results in a group that nothing in it asked for.</summary>
    private static IEnumerable<(long TurnNumber, ToolResultBlock Result)> LateResults(List<Turn> turns)
    {
        var asked = turns.SelectMany(turn => turn.Content.OfType<ToolUseBlock>()).Select(call => call.Id).ToHashSet(StringComparer.Ordinal);
        return
            from turn in turns
            from result in turn.Content.OfType<ToolResultBlock>()
            where !asked.Contains(result.ToolUseId)
            select (turn.Number, result);
    }

    private static ToolResultBlock? TakeLate(
        List<(long TurnNumber, ToolResultBlock Result)> late, UnansweredToolCall call, HashSet<ToolResultBlock> moved)
    {
        var at = late.FindIndex(candidate => candidate.TurnNumber > call.TurnNumber && candidate.Result.ToolUseId == call.Call.Id);
        if (at < 0)
        {
            return null;
        }

        var result = late[at].Result;
        late.RemoveAt(at);
        moved.Add(result);
        return result;
    }

    /// <summary>The turn without what was moved; nothing, where nothing is left of it.</summary>
    private static Turn? Without(Turn turn, HashSet<ToolResultBlock> moved)
    {
        if (!turn.Content.OfType<ToolResultBlock>().Any(moved.Contains))
        {
            return turn;
        }

        ContentBlock[] left = [.. turn.Content.Where(block => block is not ToolResultBlock result || !moved.Contains(result))];
        return left.Length == 0 ? null : turn with { Content = left };
    }

    private static ToolResultBlock? Checked(UnansweredToolCall call, ToolResultBlock? result) =>
        result is null || result.ToolUseId == call.Call.Id
            ? result
            : throw new ArgumentException($"The answer to a call of turn {call.TurnNumber} is that of another call.");
}
