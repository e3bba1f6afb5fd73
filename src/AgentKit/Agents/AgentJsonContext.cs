using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary>The phases of an agent as its <c>jsonb</c> column has them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<AgentPhase>))]
internal sealed partial class AgentJsonContext : JsonSerializerContext;
