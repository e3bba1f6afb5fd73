using System.Text.Json;

namespace AgentKit.Quickstart.Loading;

/// <summary>
/// What each answer of the model consumed: as the message says under <c>usage</c>, or estimated at one token for four characters, where the
/// input is everything said before, because a model reads all of it again for each answer.
/// </summary>
internal sealed class UsageMeter(PriceTable prices)
{
    private const int CharactersPerToken = 4;

    private long _charactersBefore;

    /// <summary>The usage of the next turn, and whether it is an estimate.</summary>
    public (Usage Usage, bool IsEstimated) Next(Turn turn, JsonElement message, string? model)
    {
        var before = _charactersBefore;
        var characters = turn.Content.Sum(CharactersOf);
        _charactersBefore += characters;
        if (turn.Role != TurnRole.Assistant)
        {
            return (Usage.None, false);
        }

        var recorded = TryRead(message);
        var usage = recorded ?? new Usage { InputTokens = ToTokens(before), OutputTokens = ToTokens(characters) };
        return (usage with { Cost = prices.For(model).Of(usage) }, recorded is null);
    }

    private static long ToTokens(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>Images and the like count nothing: their characters say nothing about their tokens.</summary>
    private static long CharactersOf(ContentBlock block) => block switch
    {
        TextBlock text => text.Text.Length,
        ToolUseBlock use => use.Name.Length + use.Input.GetRawText().Length,
        ToolResultBlock { Output.ValueKind: not JsonValueKind.Undefined } result => result.Output.GetRawText().Length,
        _ => 0,
    };

    private static Usage? TryRead(JsonElement message)
    {
        if (!message.TryGetProperty("usage", out var usage)
            || Number(usage, "prompt_tokens") is not { } input
            || Number(usage, "completion_tokens") is not { } output)
        {
            return null;
        }

        return new Usage
        {
            InputTokens = input,
            OutputTokens = output,
            CachedInputTokens = Math.Min(input, Detail(usage, "prompt_tokens_details", "cached_tokens")),
            ReasoningTokens = Math.Min(output, Detail(usage, "completion_tokens_details", "reasoning_tokens")),
        };
    }

    private static long Detail(JsonElement usage, string details, string name) =>
        usage.TryGetProperty(details, out var inner) ? Number(inner, name) ?? 0 : 0;

    private static long? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
                ? number
                : null;
}
