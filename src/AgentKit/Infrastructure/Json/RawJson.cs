using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentKit.Infrastructure;

/// <summary>
/// Equality of JSON by its text. <see cref="JsonElement.DeepEquals"/> would call 1.10 and 1.1 equal, which is not what a verbatim
/// copy promises, and it throws on undefined elements and on unpaired surrogates.
/// </summary>
internal static class RawJson
{
    internal static bool Same(JsonElement one, JsonElement other) => Bytes(one).SequenceEqual(Bytes(other));

    /// <summary>Same keys with the same values, in any order; null is the same as empty.</summary>
    internal static bool Same(IReadOnlyDictionary<string, JsonElement>? one, IReadOnlyDictionary<string, JsonElement>? other)
    {
        if (one is null || other is null || one.Count != other.Count)
        {
            return (one?.Count ?? 0) == (other?.Count ?? 0);
        }

        foreach (var (key, value) in one)
        {
            if (!other.TryGetValue(key, out var counterpart) || !Same(value, counterpart))
            {
                return false;
            }
        }

        return true;
    }

    internal static int Hash(JsonElement json)
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes(json));
        return hash.ToHashCode();
    }

    private static ReadOnlySpan<byte> Bytes(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(json);
}
