using System.Text.Json.Serialization;

namespace AgentKit;

/// <summary><c>state.json</c>: read by people, so indented; a name that is there twice has no meaning and is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(WorkflowState))]
internal sealed partial class WorkflowJsonContext : JsonSerializerContext;
