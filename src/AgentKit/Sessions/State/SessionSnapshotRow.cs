using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A session with its row of <c>session_state</c>.</summary>
internal sealed record SessionSnapshotRow : SessionRow
{
    public string IntentsSeen { get; init; } = "";

    public string TemplatesSent { get; init; } = "";

    public string CapturedData { get; init; } = "";

    public string Data { get; init; } = "";

    /// <exception cref="DatabaseException">The state is not what the library writes: a decision on a guess of it would be worse than none.</exception>
    public SessionSnapshot ToSnapshot() => new(
        ToSession(),
        new SessionState(
            ReadList(IntentsSeen, SessionJsonContext.Default.IReadOnlyListIntentSeen, intent => intent?.Name, "intents_seen"),
            ReadList(TemplatesSent, SessionJsonContext.Default.IReadOnlyListTemplateSent, template => template?.Name, "templates_sent"),
            StoredJson.FindObject(CapturedData) ?? throw Unreadable("captured_data"),
            StoredJson.FindObject(Data) ?? throw Unreadable("data")));

    private IReadOnlyList<T> ReadList<T>(string json, JsonTypeInfo<IReadOnlyList<T>> type, Func<T?, string?> nameOf, string column)
    {
        try
        {
            var items = JsonSerializer.Deserialize(json, type);
            return items?.All(item => nameOf(item) is not null) == true ? items : throw Unreadable(column);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Its message quotes names of members, which are content.
            throw Unreadable(column);
        }
    }

    private DatabaseException Unreadable(string column) =>
        new($"The {column} of session {SessionId} are stored in a form that this library does not write.", sqlState: null);
}
