using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consumer;

/// <summary>How inputs and results of tools become JSON where the host is trimmed and reflection is not at hand.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderQuestion))]
[JsonSerializable(typeof(string))]
internal sealed partial class ToolJson : JsonSerializerContext;
