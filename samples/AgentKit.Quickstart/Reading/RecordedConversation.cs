using System.Text.Json;

namespace AgentKit.Quickstart.Reading;

/// <summary>One conversation as it stands in a file.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Messages">Its messages, in order, as they are.</param>
/// <param name="Fields">What is said about the conversation beside its messages; empty where it is a bare array.</param>
internal sealed record RecordedConversation(
    string File, int Line, IReadOnlyList<JsonElement> Messages, IReadOnlyDictionary<string, JsonElement> Fields)
{
    public string Source => $"{File}:{Line}";
}
