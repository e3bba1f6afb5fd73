using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>The arguments of a call as one JSON object that PostgreSQL can hold.</summary>
internal static class ArgumentJson
{
    public static JsonElement Of(AIFunctionArguments arguments, JsonSerializerOptions options)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments)
        {
            json[name] = NodeOf(value, options);
        }

        return StorableText.Fit(JsonSerializer.SerializeToElement(json, ContentJsonOptions.Default));
    }

    private static JsonNode? NodeOf(object? value, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, options);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // serializing runs code of the host, which may throw anything
        {
            return new JsonObject { [ExtraNames.Unserializable] = exception.GetType().FullName };
        }
    }
}
