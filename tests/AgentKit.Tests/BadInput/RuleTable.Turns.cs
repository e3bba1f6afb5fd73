using System.Text.Json;
using static AgentKit.Tests.BadInput.Rules;

namespace AgentKit.Tests.BadInput;

internal static partial class RuleTable
{
    private static Dictionary<string, Rule> OfTurns => new()
    {
        ["Turn.Role"] = Enum<TurnRole>(),
        ["Turn.Content"] = SomeOf<ContentBlock>(0, "a"),
        ["Turn.Author"] = Name(200).OrNull,
        ["Turn.Model"] = Name(200).OrNull,
        ["Turn.Intent"] = Optional,
        ["Turn.Usage"] = Required,
        ["Turn.Latency"] = Between(TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.FromTicks(-1), TimeSpan.MinValue).OrNull,
        ["Turn.CreatedAt"] = AnyTime,
        ["Turn.Metadata"] = Object(forJsonb: false).OrNull,

        ["Usage.InputTokens"] = Tokens,
        ["Usage.OutputTokens"] = Tokens,
        ["Usage.CachedInputTokens"] = Tokens,
        ["Usage.ReasoningTokens"] = Tokens,
        ["Usage.Cost"] = Money,

        ["IntentResult.Intent"] = new(HostileTexts.Unstorable, Name(200).Accepted) { IsFreeText = true },
        ["IntentResult.Confidence"] = Between(0.0, 1.0, -0.1, 1.1, double.NaN, double.PositiveInfinity),
        ["IntentResult.Alternatives"] = List(0, new IntentAlternative("a", 0)),
        ["IntentAlternative.Intent"] = new(HostileTexts.Unstorable, Name(200).Accepted) { IsFreeText = true },
        ["IntentAlternative.Confidence"] = Between(0.0, 1.0, -0.1, 1.1, double.NaN, double.PositiveInfinity),

        ["TextBlock.Text"] = Block,
        ["ToolUseBlock.Id"] = Key,
        ["ToolUseBlock.Name"] = Key,
        ["ToolUseBlock.Input"] = Json(Mebi),
        ["ToolResultBlock.ToolUseId"] = Key,
        ["ToolResultBlock.Output"] = Json(Mebi) is var output ? output with { Refused = [.. output.Refused.Skip(1)] } : null!,
        ["ToolResultBlock.IsError"] = Any(true, false),
        ["OtherBlock.Type"] = new([.. Key.Refused, .. Key.Accepted], []),
        ["OtherBlock.Json"] = new([.. Json(Mebi).Refused, .. Json(Mebi).Accepted], []),
        ["ContentBlock.AdditionalProperties"] = new(
            [
                new("known name", new Dictionary<string, JsonElement> { ["type"] = Samples.Json }),
                new("U+0000", new Dictionary<string, JsonElement> { ["\0"] = Samples.Json }),
                new("lone surrogate", new Dictionary<string, JsonElement> { ["\ud800"] = Samples.Json }),
                .. HostileJson.Refused(Mebi).Select(value => new Hostile(value.Name, new Dictionary<string, JsonElement> { ["a"] = (JsonElement)value.Value! })),
            ],
            [new("null", null)]),
    };

    private static Rule Block => new(
        [new("null", null), .. HostileTexts.Unstorable, new("too long", new string('x', Mebi))],
        [new("empty", ""), new("any text", HostileTexts.Joined(10_000)), new("nearly a megabyte", new string('x', 1_000_000))])
    {
        IsFreeText = true,
    };

    private static Rule Key => new(
        [new("null", null), new("empty", ""), .. HostileTexts.Unstorable, new("too long", new string('x', Mebi))],
        [new("any text", HostileTexts.Joined(1_000)), new("white space", " ")])
    {
        IsFreeText = true,
    };
}
