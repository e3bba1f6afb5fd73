using System.Text;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// What an orchestrating model decided to do next: any of a reply, tool calls, a phase and a hand-off. Compared by value.
/// </summary>
/// <example>
/// <code>
/// var result = OrchestratorResult.Parse("""
///     { "reply": "One moment.", "tool_calls": [{ "id": "c1", "name": "find_order", "input": { "order": "A-1001" } }] }
///     """);
/// </code>
/// </example>
public sealed record OrchestratorResult
{
    private const string Expected = "orchestrator result";

    /// <summary>What to say; null when nothing is to be said.</summary>
    public string? Reply { get; init; }

    /// <summary>The tools to call, in order. Default: none.</summary>
    public IReadOnlyList<ToolUseBlock> ToolCalls { get; init; } = [];

    /// <summary>The phase to go to; null to stay.</summary>
    public string? NextPhase { get; init; }

    /// <summary>The hand-off asked for; null for none.</summary>
    public HandOffRequest? HandOff { get; init; }

    /// <summary>
    /// Reads a model's reply: an object with at least one of <c>reply</c>, <c>tool_calls</c> (each with <c>id</c>, <c>name</c> and an
    /// object <c>input</c>), <c>next_phase</c> and <c>hand_off</c> (false, or an object with <c>reason</c> and perhaps <c>to</c>).
    /// A surrounding Markdown fence, other properties, nulls for what is absent, and any order are accepted.
    /// </summary>
    /// <param name="json">The reply.</param>
    /// <exception cref="ArgumentNullException">The reply is null.</exception>
    /// <exception cref="ModelResponseException">It is not such an object; the reason never quotes it.</exception>
    public static OrchestratorResult Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a model's reply in UTF-8, in the same way.</summary>
    /// <param name="utf8Json">The reply.</param>
    /// <exception cref="ModelResponseException">It is not such an object; the reason never quotes it.</exception>
    public static OrchestratorResult Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reply = ModelReply.Parse(utf8Json, Expected);
        var result = new OrchestratorResult
        {
            Reply = reply.OptionalText("reply"),
            ToolCalls = [.. reply.OptionalObjects("tool_calls").Select(call =>
                new ToolUseBlock(call.RequiredName("id"), call.RequiredName("name"), call.RequiredObject("input")))],
            NextPhase = reply.OptionalName("next_phase"),
            HandOff = reply.OptionalObject("hand_off") is { } handOff
                ? new HandOffRequest(handOff.RequiredName("reason"), handOff.OptionalName("to"))
                : null,
        };
        return result is { Reply: null, ToolCalls: [], NextPhase: null, HandOff: null }
            ? throw new ModelResponseException(Expected, "it has none of reply, tool_calls, next_phase and hand_off.")
            : result;
    }

    /// <summary>
    /// The JSON that <see cref="Parse(string)"/> reads, for examples in a prompt, logs of decisions, and tests. Additional properties of
    /// tool calls are left out.
    /// </summary>
    public string ToJson()
    {
        var json = new JsonText(capacity: 512);
        try
        {
            json.Raw("{\"reply\":");
            WriteText(ref json, Reply);
            WriteToolCalls(ref json);
            json.Raw(",\"next_phase\":");
            WriteText(ref json, NextPhase);
            json.Raw(",\"hand_off\":");
            WriteHandOff(ref json);
            json.Raw("}");
            return json.ToString();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>Whether all members are equal, the tool calls in their order.</summary>
    /// <param name="other">The result to compare with.</param>
    public bool Equals(OrchestratorResult? other) =>
        other is not null
        && Reply == other.Reply
        && NextPhase == other.NextPhase
        && HandOff == other.HandOff
        && ToolCalls.SequenceEqual(other.ToolCalls);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Reply, NextPhase, HandOff, ToolCalls.Count);

    private static void WriteText(ref JsonText json, string? text)
    {
        if (text is null)
        {
            json.Raw("null");
            return;
        }

        json.Quoted(text);
    }

    private void WriteToolCalls(ref JsonText json)
    {
        json.Raw(",\"tool_calls\":[");
        for (var i = 0; i < ToolCalls.Count; i++)
        {
            json.Raw(i == 0 ? "{\"id\":" : ",{\"id\":");
            json.Quoted(ToolCalls[i].Id);
            json.Raw(",\"name\":");
            json.Quoted(ToolCalls[i].Name);
            json.Raw(",\"input\":");
            json.Raw(ToolCalls[i].Input);
            json.Raw("}");
        }

        json.Raw("]");
    }

    private void WriteHandOff(ref JsonText json)
    {
        if (HandOff is null)
        {
            json.Raw("null");
            return;
        }

        json.Raw("{\"reason\":");
        json.Quoted(HandOff.Reason);
        json.Raw(",\"to\":");
        WriteText(ref json, HandOff.To);
        json.Raw("}");
    }
}
