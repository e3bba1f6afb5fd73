using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>What a session has learned so far. A snapshot: changing its objects changes nothing in the database.</summary>
/// <param name="IntentsSeen">In the order in which they were first seen.</param>
/// <param name="TemplatesSent">In the order in which they were sent.</param>
/// <param name="CapturedData">What was captured from the user, by name. Values are kept exactly; key order and the spelling of numbers
/// (<c>1e2</c> for <c>100</c>) are not, because the database merges them.</param>
/// <param name="Data">The host's other data, kept like <paramref name="CapturedData"/>.</param>
public sealed record SessionState(
    IReadOnlyList<IntentSeen> IntentsSeen,
    IReadOnlyList<TemplateSent> TemplatesSent,
    JsonObject CapturedData,
    JsonObject Data);
