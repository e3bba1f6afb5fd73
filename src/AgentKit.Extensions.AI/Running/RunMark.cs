using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>
/// In the metadata of a run: that a runner may take it over, and the run before it whose calls are its own to answer.
/// </summary>
internal static class RunMark
{
    private const string Name = "$answers";

    public static JsonObject Of(JsonObject metadata, IEnumerable<Guid> answers)
    {
        var marked = metadata.DeepClone().AsObject();
        marked[Name] = new JsonArray([.. answers.Select(run => JsonValue.Create(run))]);
        return marked;
    }

    public static bool IsOn(Run run) => run.Metadata[Name] is JsonArray;

    public static IReadOnlySet<Guid> AnswersOf(Run run) =>
        run.Metadata[Name] is JsonArray answers ? answers.Select(answer => answer!.GetValue<Guid>()).ToHashSet() : new HashSet<Guid>();
}
