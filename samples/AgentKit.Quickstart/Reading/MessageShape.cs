using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentKit.Quickstart.Reading;

/// <summary>What a message must be like to be stored; everything else in it is kept as it is.</summary>
internal static class MessageShape
{
    /// <summary>A little less than what one turn may hold by default, because its stored form is a little longer.</summary>
    private const int MaxBytes = 1_000_000;

    /// <summary>What is wrong, as the end of a sentence, or null.</summary>
    public static string? FindProblem(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return "is not an object";
        }

        if (!message.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String)
        {
            return "has no \"role\"";
        }

        if (StorableJson.FindProblem(message) is { } problem)
        {
            return problem;
        }

        if (role.GetString() is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
        {
            return $"has the role \"{role}\"; it must be system, developer, user, assistant, tool or function";
        }

        return JsonMarshal.GetRawUtf8Value(message).Length > MaxBytes ? $"has more than {MaxBytes:N0} bytes" : null;
    }
}
