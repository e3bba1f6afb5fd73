using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>
/// Compares JSON exactly: types, texts, the spelling of numbers, the order of arrays. Only the order of properties and white space do not
/// count.
/// </summary>
internal static class JsonEquality
{
    public static bool Same(JsonElement left, JsonElement right) => FindDifference(left, right) is null;

    /// <summary>Where the first difference is, such as <c>$.content[1].text</c>, or null.</summary>
    public static string? FindDifference(JsonElement left, JsonElement right, string path = "$")
    {
        if (left.ValueKind != right.ValueKind)
        {
            return path;
        }

        return left.ValueKind switch
        {
            JsonValueKind.Object => InObject(left, right, path),
            JsonValueKind.Array => InArray(left, right, path),
            JsonValueKind.String => left.GetString() == right.GetString() ? null : path,
            JsonValueKind.Number => left.GetRawText() == right.GetRawText() ? null : path,
            _ => null,
        };
    }

    private static string? InObject(JsonElement left, JsonElement right, string path)
    {
        foreach (var property in left.EnumerateObject())
        {
            var place = $"{path}.{property.Name}";
            if (!right.TryGetProperty(property.Name, out var other))
            {
                return place;
            }

            if (FindDifference(property.Value, other, place) is { } difference)
            {
                return difference;
            }
        }

        return right.EnumerateObject().Where(property => !left.TryGetProperty(property.Name, out _))
            .Select(property => $"{path}.{property.Name}")
            .FirstOrDefault();
    }

    private static string? InArray(JsonElement left, JsonElement right, string path)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            return path;
        }

        return left.EnumerateArray().Zip(right.EnumerateArray())
            .Select((pair, i) => FindDifference(pair.First, pair.Second, $"{path}[{i}]"))
            .FirstOrDefault(difference => difference is not null);
    }
}
