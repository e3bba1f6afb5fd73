using System.Globalization;
using System.Text.Json;

namespace AgentKit.Extensions.AI;

/// <summary>A tool call that has no result yet.</summary>
/// <param name="Turn">The stored turn that asks for it.</param>
/// <param name="Index">The place of the call in the turn.</param>
/// <param name="Use">The call.</param>
internal sealed record OpenCall(Turn Turn, int Index, ToolUseBlock Use)
{
    private const int MaxIdLength = 200;

    /// <summary>The run that asked.</summary>
    public Guid? RunId { get; } = RunTag.Of(Turn);

    /// <summary>Whether the reply that asks for it was stopped or broke off: the call is then not made.</summary>
    public bool IsInterrupted { get; } = InterruptedReply.Is(Turn);

    /// <summary>The provider's id, where the audit can hold it.</summary>
    public string? LoggedId => Use.Id.Length <= MaxIdLength && !string.IsNullOrWhiteSpace(Use.Id) ? Use.Id : null;

    /// <summary>Whether the provider could not read what the model gave as arguments, or they are no object.</summary>
    public bool IsUnreadable =>
        Use.Input.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)
        || (Use.AdditionalProperties?.GetValueOrDefault(ExtraNames.Extras) is { ValueKind: JsonValueKind.Object } extras
            && extras.TryGetProperty(ExtraNames.Exception, out _));

    /// <summary>The arguments as an object.</summary>
    public JsonElement Input => Use.Input.ValueKind == JsonValueKind.Object ? Use.Input : JsonElement.Parse("{}");

    /// <summary>The calls of a history that have no result, in their order.</summary>
    public static IReadOnlyList<OpenCall> Find(IEnumerable<Turn> turns)
    {
        List<OpenCall> open = [];
        foreach (var turn in turns)
        {
            for (var i = 0; i < turn.Content.Count; i++)
            {
                if (turn.Content[i] is ToolUseBlock use)
                {
                    open.Add(new OpenCall(turn, i, use));
                }
                else if (turn.Content[i] is ToolResultBlock result
                    && open.FindLastIndex(call => call.Use.Id == result.ToolUseId) is >= 0 and var answered)
                {
                    open.RemoveAt(answered);
                }
            }
        }

        return open;
    }

    /// <summary>
    /// The id of what is done about the call: the same for whoever does it, now or after a crash, so that it is done once. The version
    /// tells apart the turns that had one number one after the other.
    /// </summary>
    public Guid IdOf(string what, Guid sessionId) => DerivedId.Of(
        Turn.CreatedAt ?? DateTimeOffset.UnixEpoch,
        Index,
        what,
        sessionId.ToString("N", CultureInfo.InvariantCulture),
        Turn.Number.ToString(CultureInfo.InvariantCulture),
        Turn.Version.ToString(CultureInfo.InvariantCulture),
        Index.ToString(CultureInfo.InvariantCulture),
        Use.Id);
}
