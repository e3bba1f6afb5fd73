using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>
/// Counts usage once. A message of the model is written in several events, one a block, and each of them repeats the usage of the whole
/// message as it was known then: what counts of an event is what it says beyond those before it.
/// </summary>
internal sealed class ClaudeCodeUsage
{
    /// <summary>How many messages are remembered: the events of one lie close together.</summary>
    private const int Remembered = 64;

    private readonly Dictionary<string, Usage> _counted = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    public Turn Count(Turn turn, JsonElement json)
    {
        if (turn.Usage == Usage.None || MessageFields.Name(json.GetProperty("message"), "id") is not { } id)
        {
            return turn;
        }

        if (!_counted.TryGetValue(id, out var before))
        {
            before = Usage.None;
            _order.Enqueue(id);
            if (_order.Count > Remembered)
            {
                _counted.Remove(_order.Dequeue());
            }
        }

        _counted[id] = Each(before, turn.Usage, Math.Max);
        return turn with { Usage = Each(turn.Usage, before, (now, counted) => Math.Max(now - counted, 0)) };
    }

    private static Usage Each(Usage left, Usage right, Func<long, long, long> of) => new()
    {
        InputTokens = of(left.InputTokens, right.InputTokens),
        OutputTokens = of(left.OutputTokens, right.OutputTokens),
        CachedInputTokens = of(left.CachedInputTokens, right.CachedInputTokens),
        ReasoningTokens = of(left.ReasoningTokens, right.ReasoningTokens),
    };
}
