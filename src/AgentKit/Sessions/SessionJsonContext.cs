using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary>The parts of a session's state that are lists in a <c>jsonb</c> column.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<IntentSeen>))]
[JsonSerializable(typeof(IReadOnlyList<TemplateSent>))]
internal sealed partial class SessionJsonContext : JsonSerializerContext;
