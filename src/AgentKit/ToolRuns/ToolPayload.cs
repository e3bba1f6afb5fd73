using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Inputs and outputs of tools, on their way to the log and back.</summary>
internal static class ToolPayload
{
    public static JsonElement Read(string json) => VerbatimJson.Read(json);

    /// <inheritdoc cref="VerbatimJson.Write"/>
    public static string Write(JsonElement value, int maxBytes, string paramName) => VerbatimJson.Write(value, maxBytes, paramName);

    /// <summary>The JSON of a tool's argument or result: JSON types keep their own text, all else is serialized.</summary>
    public static JsonElement Of<T>(T value, JsonSerializerOptions options) => value switch
    {
        JsonElement element => element,
        JsonDocument document => document.RootElement,
        JsonNode node => Read(node.ToJsonString(StoredJson.Readable)),
        _ => JsonSerializer.SerializeToElement(value, options),
    };

    /// <summary>
    /// The JSON of a result, or, where there can be none, an object that says so: <c>{"unlogged": "…"}</c>. The tool has succeeded, whatever
    /// becomes of its output.
    /// </summary>
    public static string WriteResult<T>(T value, JsonSerializerOptions options, int maxBytes, out string? problem)
    {
        try
        {
            var json = Of(value, options);
            problem = JsonGuard.FindProblem(json, maxBytes);
            if (problem is null)
            {
                return VerbatimJson.Text(json);
            }
        }
        catch (Exception exception) // a serializer runs the host's code, which may throw anything
        {
            problem = $"cannot be serialized: {exception.GetType().FullName}";
        }

        return new JsonObject { ["unlogged"] = problem }.ToJsonString(StoredJson.Readable);
    }
}
