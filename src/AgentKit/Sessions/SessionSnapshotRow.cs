using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A session with its row of <c>session_state</c>.</summary>
internal sealed record SessionSnapshotRow : SessionRow
{
    public string IntentsSeen { get; init; } = "";

    public string TemplatesSent { get; init; } = "";

    public string CapturedData { get; init; } = "";

    public string Data { get; init; } = "";

    public SessionSnapshot ToSnapshot() => new(
        ToSession(),
        new SessionState(
            JsonSerializer.Deserialize(IntentsSeen, SessionJsonContext.Default.IReadOnlyListIntentSeen) ?? [],
            JsonSerializer.Deserialize(TemplatesSent, SessionJsonContext.Default.IReadOnlyListTemplateSent) ?? [],
            StoredJson.ReadObject(CapturedData),
            StoredJson.ReadObject(Data)));
}
