using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AgentKit.Extensions.AI;

/// <summary>Blocks and nodes as JSON with the defaults of System.Text.Json, also in a host where reflection is off.</summary>
[JsonSerializable(typeof(ContentBlock))]
[JsonSerializable(typeof(IReadOnlyList<ContentBlock>))]
[JsonSerializable(typeof(List<ContentBlock>))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class BlockJsonContext : JsonSerializerContext;
