using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary><c>state.json</c>: read by people, so indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(WorkflowState))]
internal sealed partial class WorkflowJsonContext : JsonSerializerContext;
