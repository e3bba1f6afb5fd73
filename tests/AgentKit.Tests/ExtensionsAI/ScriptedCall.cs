using Microsoft.Extensions.AI;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>One call of a scripted model.</summary>
internal sealed record ScriptedCall(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>Role and text of each message; calls as <c>name(id)</c>, results as <c>id=result</c>.</summary>
    public IReadOnlyList<string> Lines => [.. Messages.Select(Line)];

    private static string Line(ChatMessage message) =>
        $"{message.Role}: {string.Join(" ", message.Contents.Select(content => content switch
        {
            TextContent text => text.Text,
            FunctionCallContent call => $"{call.Name}({call.CallId})",
            FunctionResultContent result => $"{result.CallId}={result.Result}",
            _ => content.GetType().Name,
        }))}";
}
