using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>What an import may write: as much as AgentKit can be told to take, because what is in the file has been said already.</summary>
internal static class TurnLimits
{
    /// <summary>The most that AgentKit takes beside the content of a turn. What a turn comes from may stand there whole.</summary>
    private const int MaxMetadataBytes = 16 * 1024 * 1024;

    private const int MaxTurnBytes = 64 * 1024 * 1024;

    /// <summary>For the names that stand around it.</summary>
    private const int Reserve = 64 * 1024;

    public static void Apply(ContentLimits limits) => (limits.TurnBytes, limits.MetadataBytes) = (MaxTurnBytes, MaxMetadataBytes);

    /// <summary>What is wrong with what a turn comes from, as the end of a sentence, or null.</summary>
    public static string? FindProblem(JsonElement source) =>
        SizeOf(source) > MaxMetadataBytes - Reserve ? "holds a message of more than 16 MiB" : null;

    /// <summary>How long it is, in bytes.</summary>
    public static long SizeOf(JsonElement source) =>
        source.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(source).Length;
}
