using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>The run that committed a turn, in the turn's metadata: who goes on from a history knows by it whose calls are open.</summary>
internal static class RunTag
{
    public const string Name = "run";

    public static Turn With(Turn turn, Guid runId) =>
        turn with { Metadata = ResponseWriter.AddExtras(turn.Metadata, new JsonObject { [Name] = runId }) };

    public static Guid? Of(Turn turn) =>
        turn.Metadata?[ExtraNames.Extras] is JsonObject extras && extras[Name] is JsonValue value && value.TryGetValue<Guid>(out var id)
            ? id
            : null;
}
