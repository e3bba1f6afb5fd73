using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>
/// What a session can keep of a turn. Messages of a caller are checked before anything is spent; replies of a model are made to fit
/// instead, for they are paid for.
/// </summary>
internal static class StorableTurn
{
    private const string Omitted = ExtraNames.TypePrefix + "omitted";

    // What is left of the limit beside the content that is measured: brackets, type names.
    private const int Margin = 256;

    /// <summary>Refuses what no commit would take: U+0000, unpaired surrogates, and what is too large.</summary>
    /// <exception cref="ArgumentException">A message cannot be stored.</exception>
    public static void Check(IReadOnlyList<Turn> turns, ContentLimits limits, string paramName)
    {
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i].Content.Select(FindProblem).FirstOrDefault(problem => problem is not null) is { } problem)
            {
                throw new ArgumentException($"Message {i} {problem}.", paramName);
            }

            var size = turns[i].Content.Sum(SizeOf);
            if (size > limits.TurnBytes)
            {
                throw new ArgumentException($"Message {i} is {size} bytes of JSON, more than the {limits.TurnBytes} allowed.", paramName);
            }
        }
    }

    /// <summary>
    /// The turn with what cannot be stored replaced: characters by U+FFFD, blocks that are too large by a note of their kind and size.
    /// </summary>
    public static Turn Fit(Turn turn, ContentLimits limits)
    {
        var content = turn.Content.Select(block => Fit(block, limits)).ToArray();
        while (content.Sum(SizeOf) > limits.TurnBytes - Margin)
        {
            var largest = LargestOf(content);
            if (content[largest] is OtherBlock { Type: Omitted })
            {
                break;
            }

            content[largest] = Omit(content[largest]);
        }

        return turn with
        {
            Content = content,
            Author = turn.Author is null ? null : StorableText.Fit(turn.Author),
            Model = turn.Model is null ? null : StorableText.Fit(turn.Model),
            Metadata = Fit(turn.Metadata, limits),
        };
    }

    private static ContentBlock Fit(ContentBlock block, ContentLimits limits)
    {
        if (SizeOf(block) > limits.TurnBytes - Margin)
        {
            return Omit(block);
        }

        return block switch
        {
            TextBlock text => new TextBlock(StorableText.Fit(text.Text)) { AdditionalProperties = Fit(text.AdditionalProperties) },
            ToolUseBlock use => new ToolUseBlock(StorableText.Fit(use.Id), StorableText.Fit(use.Name), StorableText.Fit(use.Input))
            {
                AdditionalProperties = Fit(use.AdditionalProperties),
            },
            ToolResultBlock result => new ToolResultBlock(StorableText.Fit(result.ToolUseId), StorableText.Fit(result.Output), result.IsError)
            {
                AdditionalProperties = Fit(result.AdditionalProperties),
            },
            OtherBlock other => new OtherBlock(StorableText.Fit(other.Type), StorableText.Fit(other.Json)),
            _ => block,
        };
    }

    private static Dictionary<string, JsonElement>? Fit(IReadOnlyDictionary<string, JsonElement>? properties) =>
        properties?.ToDictionary(property => StorableText.Fit(property.Key), property => StorableText.Fit(property.Value));

    /// <summary>
    /// Nobody is billed for metadata: what does not fit is dropped, and said to be. By which run a turn is, and whether it came to its end, stays:
    /// whoever goes on from the turn needs it.
    /// </summary>
    private static JsonObject? Fit(JsonObject? metadata, ContentLimits limits)
    {
        if (metadata is null)
        {
            return null;
        }

        var json = StorableText.Fit(JsonSerializer.SerializeToElement(metadata, ContentJsonOptions.Default));
        if (Encoding.UTF8.GetByteCount(json.GetRawText()) <= limits.MetadataBytes - Margin)
        {
            return JsonObject.Create(json);
        }

        var extras = new JsonObject { ["omitted"] = true };
        foreach (var name in (string[])[RunTag.Name, InterruptedReply.Mark])
        {
            if (metadata[ExtraNames.Extras] is JsonObject given && given[name] is { } value)
            {
                extras[name] = value.DeepClone();
            }
        }

        return new JsonObject { [ExtraNames.Extras] = extras };
    }

    /// <summary>A call and a result stay what they are, so that the history keeps its form.</summary>
    private static ContentBlock Omit(ContentBlock block)
    {
        var note = JsonSerializer.SerializeToElement(
            new JsonObject { ["type"] = Omitted, ["kind"] = KindOf(block), ["bytes"] = SizeOf(block) }, ContentJsonOptions.Default);
        return block switch
        {
            ToolUseBlock use when use.Id.Length + use.Name.Length < Margin =>
                new ToolUseBlock(StorableText.Fit(use.Id), StorableText.Fit(use.Name), note)
                {
                    AdditionalProperties = new Dictionary<string, JsonElement>
                    {
                        [ExtraNames.Extras] = JsonElement.Parse($$"""{"{{ExtraNames.Exception}}":"omitted"}"""),
                    },
                },
            ToolResultBlock result when result.ToolUseId.Length < Margin =>
                new ToolResultBlock(StorableText.Fit(result.ToolUseId), note, result.IsError),
            _ => new OtherBlock(Omitted, note),
        };
    }

    private static string KindOf(ContentBlock block) => block switch
    {
        TextBlock => "text",
        ToolUseBlock => "tool_use",
        ToolResultBlock => "tool_result",
        OtherBlock other when other.Type.Length < Margin => StorableText.Fit(other.Type),
        _ => "other",
    };

    private static string? FindProblem(ContentBlock block) => block switch
    {
        TextBlock text when StorableText.Fit(text.Text) != text.Text => "holds U+0000 or an unpaired surrogate",
        not TextBlock when JsonOf(block).Contains("\\u0000", StringComparison.OrdinalIgnoreCase) => "holds U+0000",
        _ => null,
    };

    private static int LargestOf(ContentBlock[] content)
    {
        var sizes = content.Select(SizeOf).ToArray();
        return Array.IndexOf(sizes, sizes.Max());
    }

    private static string JsonOf(ContentBlock block) => JsonSerializer.Serialize(block, BlockJsonContext.Default.ContentBlock);

    private static int SizeOf(ContentBlock block) => JsonSerializer.SerializeToUtf8Bytes(block, BlockJsonContext.Default.ContentBlock).Length;
}
