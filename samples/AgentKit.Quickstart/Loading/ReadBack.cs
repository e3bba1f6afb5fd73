using System.Text.Json;
using AgentKit.Quickstart.Hosting;

namespace AgentKit.Quickstart.Loading;

/// <summary>
/// Reads every session back, and compares its turns with those that were made of the file, down to the spelling of numbers; compares the audit with
/// the calls in the same way.
/// </summary>
internal sealed class ReadBack
{
    private readonly List<string> _differences = [];
    private int _messages;
    private int _toolCalls;

    public static async Task<ReadBackResult> CheckAsync(
        SupportApp app, IReadOnlyList<ConversationPlan> plans, CancellationToken cancellationToken)
    {
        var check = new ReadBack();
        foreach (var plan in plans)
        {
            var turns = await app.Sessions.StreamTurnsAsync(app.Scope, plan.SessionId, cancellationToken: cancellationToken)
                .ToListAsync(cancellationToken);
            var runs = await app.ToolRuns.ReplayAsync(app.Scope, plan.SessionId, cancellationToken).ToListAsync(cancellationToken);
            check.CompareMessages(plan, turns);
            check.CompareToolRuns(plan, runs);
        }

        return new ReadBackResult(check._messages, check._toolCalls, check._differences);
    }

    private void CompareMessages(ConversationPlan plan, List<Turn> turns)
    {
        if (turns.Count != plan.Turns.Count)
        {
            _differences.Add($"{plan.Recorded.Source}: {plan.Turns.Count} messages went in, {turns.Count} came back");
        }

        foreach (var (planned, turn) in plan.Turns.Zip(turns))
        {
            if (SaidBy(planned.Turn) == SaidBy(turn))
            {
                _messages++;
            }
            else
            {
                _differences.Add($"{plan.Recorded.Source}: message {turn.Number} differs");
            }
        }
    }

    private void CompareToolRuns(ConversationPlan plan, List<ToolRun> runs)
    {
        for (var i = 0; i < plan.Turns.Count; i++)
        {
            foreach (var call in plan.Turns[i].Calls)
            {
                var run = runs.Find(run => run.TurnNumber == i + 1 && run.ToolUseId == call.Use.Id);
                if (run is not null && runs.Remove(run) && IsEqual(run, call))
                {
                    _toolCalls++;
                }
                else
                {
                    _differences.Add($"{plan.Recorded.Source}: the audit of tool call {call.Use.Id} in message {i + 1} differs or is missing");
                }
            }
        }

        if (runs.Count > 0)
        {
            _differences.Add($"{plan.Recorded.Source}: {runs.Count} tool runs that nobody asked for");
        }
    }

    /// <summary>All but what the database adds: number, version and time.</summary>
    private static string SaidBy(Turn turn) =>
        JsonSerializer.Serialize(new { turn.Role, turn.Content, turn.Author, turn.Metadata, turn.Model, turn.Usage });

    private static bool IsSame(JsonElement left, JsonElement right) => JsonSerializer.Serialize(left) == JsonSerializer.Serialize(right);

    private static bool IsEqual(ToolRun run, RecordedCall call) =>
        run.ToolName == call.Use.Name
        && IsSame(run.Input, call.Use.Input)
        && call.Answer switch
        {
            null => run.Status == ToolRunStatus.Canceled,
            { IsError: true } => run.Status == ToolRunStatus.Failed,
            { Output: { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } output } =>
                run.Status == ToolRunStatus.Succeeded && run.Output is { } stored && IsSame(stored, output),
            _ => run.Status == ToolRunStatus.Succeeded,
        };
}
