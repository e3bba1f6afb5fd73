using System.Text.Json;

namespace AgentKit.Quickstart.Reading;

/// <summary>Where the conversations are in a JSON document, and what is wrong with one.</summary>
internal static class ConversationShape
{
    /// <summary>The conversations of a document: itself, or the elements of an array of them.</summary>
    public static IEnumerable<JsonElement> Split(JsonElement document) =>
        document.ValueKind == JsonValueKind.Array && document.EnumerateArray().Any() && !IsMessage(document[0])
            ? document.EnumerateArray()
            : [document];

    /// <summary>Reads an array of messages, or an object with <c>messages</c>.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? TryRead(
        JsonElement conversation,
        out IReadOnlyList<JsonElement> messages,
        out IReadOnlyDictionary<string, JsonElement> fields,
        out JsonElement culprit)
    {
        messages = [];
        fields = new Dictionary<string, JsonElement>();
        culprit = conversation;
        if (conversation.ValueKind == JsonValueKind.Object)
        {
            if (!conversation.TryGetProperty("messages", out var inner))
            {
                return conversation.TryGetProperty("role", out _) ? "is a single message" : "has no \"messages\"";
            }

            fields = conversation.EnumerateObject()
                .Where(field => field.Name != "messages")
                .ToDictionary(field => field.Name, field => field.Value);
            conversation = inner;
        }

        if (conversation.ValueKind != JsonValueKind.Array)
        {
            return $"is {Name(conversation.ValueKind)} where an array of messages is expected";
        }

        messages = [.. conversation.EnumerateArray()];
        if (messages.Count == 0)
        {
            return "has no messages";
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (MessageShape.FindProblem(messages[i]) is not { } problem)
            {
                continue;
            }

            culprit = messages[i];
            return $"message {i + 1} {problem}";
        }

        return fields.Values.Select(StorableJson.FindProblem).FirstOrDefault(problem => problem is not null);
    }

    private static bool IsMessage(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && !element.TryGetProperty("messages", out _);

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true, false or null",
    };
}
