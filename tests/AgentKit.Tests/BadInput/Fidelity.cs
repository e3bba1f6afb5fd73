using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Tests.BadInput;

/// <summary>Whether what went in at a place comes out again, wherever in the answer there is a member of its name and type.</summary>
internal static class Fidelity
{
    private const int MaxDepth = 5;

    private static readonly Dictionary<string, string[]> OtherNames = new()
    {
        ["reason"] = ["StatusReason", "Message"],
        ["data"] = ["CapturedData"],
    };

    /// <summary>What is there in its stead, or null where it came back, or nothing of its name did.</summary>
    public static string? FindLoss(Place place, object? value, object? answer)
    {
        // Of a lease, only the token counts; the rest is for people.
        if (place.Key.StartsWith(nameof(TaskLease), StringComparison.Ordinal) || value is not (string or JsonElement or JsonObject or DateTimeOffset or double))
        {
            return null;
        }

        string[] names = OtherNames.GetValueOrDefault(place.Name, [place.Name]);
        object[] found = [.. Members(answer, MaxDepth).Where(member => names.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
            .Select(member => member.Value).Where(member => member.GetType() == value.GetType())];
        return found.Length == 0 || found.Any(candidate => AreSame(value, candidate)) ? null : $"came back as {Short(found[0])}";
    }

    private static bool AreSame(object value, object candidate) => (value, candidate) switch
    {
        (JsonElement given, JsonElement kept) => JsonMarshal.GetRawUtf8Value(given).SequenceEqual(JsonMarshal.GetRawUtf8Value(kept)),
        (JsonObject given, JsonObject kept) => given.All(member => kept.ContainsKey(member.Key) && JsonNode.DeepEquals(member.Value, kept[member.Key])),
        (DateTimeOffset given, DateTimeOffset kept) => (given - kept).Duration() < TimeSpan.FromMicroseconds(1),
        _ => value.Equals(candidate),
    };

    private static IEnumerable<(string Name, object Value)> Members(object? root, int depth)
    {
        switch (root)
        {
            case null or string or JsonElement or JsonNode or Exception:
                yield break;
            case IEnumerable items:
                foreach (var member in items.Cast<object?>().SelectMany(item => Members(item, depth)))
                {
                    yield return member;
                }

                break;
            case var _ when depth > 0 && root.GetType().Assembly == typeof(ISessionStore).Assembly:
                foreach (var property in root.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && !property.GetMethod!.IsStatic))
                {
                    if (property.GetValue(root) is { } value)
                    {
                        yield return (property.Name, value);
                        foreach (var member in Members(value, depth - 1))
                        {
                            yield return member;
                        }
                    }
                }

                break;
        }
    }

    private static string Short(object value) =>
        (value is JsonElement json ? json.GetRawText() : $"{value}") is { Length: > 200 } text ? text[..200] + "…" : $"{value}";
}
