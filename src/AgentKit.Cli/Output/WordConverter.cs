using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentKit.Cli;

/// <summary>The words of a closed set as the database and the options of the commands write them: <c>waiting_approval</c>.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
