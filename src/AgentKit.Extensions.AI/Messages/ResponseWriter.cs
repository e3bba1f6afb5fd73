using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Responses as turns.</summary>
internal static class ResponseWriter
{
    public static IReadOnlyList<Turn> Write(ChatResponse response, decimal cost, JsonSerializerOptions options)
    {
        List<Turn> turns = [.. response.Messages.Select(message => MessageWriter.Write(message, options))];
        var model = response.ModelId is { Length: <= Turn.MaxNameLength } id && !string.IsNullOrWhiteSpace(id) ? id : null;
        for (var i = 0; i < turns.Count; i++)
        {
            turns[i] = turns[i].Role == TurnRole.Assistant ? turns[i] with { Model = model } : turns[i];
        }

        var last = turns.FindLastIndex(turn => turn.Role == TurnRole.Assistant);
        if (last < 0)
        {
            last = turns.Count;
            turns.Add(MessageWriter.Write(new ChatMessage(ChatRole.Assistant, []), options) with { Model = model });
        }

        turns[last] = turns[last] with
        {
            Usage = response.Usage?.ToUsage(cost) ?? new Usage { Cost = cost },
            CreatedAt = turns[last].CreatedAt ?? response.CreatedAt?.ToUniversalTime(),
            Metadata = AddExtras(turns[last].Metadata, ExtrasOf(response, options)),
        };
        return turns;
    }

    /// <summary>The metadata with more among their extras.</summary>
    public static JsonObject? AddExtras(JsonObject? metadata, JsonObject more)
    {
        if (more.Count == 0)
        {
            return metadata;
        }

        var result = metadata ?? [];
        var extras = result[ExtraNames.Extras] as JsonObject ?? [];
        foreach (var (name, value) in more)
        {
            extras[name] = value?.DeepClone();
        }

        result[ExtraNames.Extras] = extras;
        return result;
    }

    private static JsonObject ExtrasOf(ChatResponse response, JsonSerializerOptions options)
    {
        var extras = new JsonObject();
        if (response.ResponseId is { } id)
        {
            extras["responseId"] = id;
        }

        if (response.FinishReason is { } reason)
        {
            extras["finishReason"] = reason.Value;
        }

        if (response.ModelId is { Length: > Turn.MaxNameLength } model)
        {
            extras["modelId"] = model;
        }

        if (response.Usage is { } usage && OtherCounts(usage, options) is { Count: > 0 } counts)
        {
            extras["usage"] = counts;
        }

        return extras;
    }

    /// <summary>What the provider counted and a turn's usage does not.</summary>
    private static JsonObject OtherCounts(UsageDetails usage, JsonSerializerOptions options)
    {
        var counts = JsonSerializer.SerializeToNode(usage, options)!.AsObject();
        counts.Remove("inputTokenCount");
        counts.Remove("outputTokenCount");
        counts.Remove("cachedInputTokenCount");
        counts.Remove("reasoningTokenCount");
        if (usage.TotalTokenCount == usage.InputTokenCount + usage.OutputTokenCount)
        {
            counts.Remove("totalTokenCount");
        }

        return counts;
    }
}
