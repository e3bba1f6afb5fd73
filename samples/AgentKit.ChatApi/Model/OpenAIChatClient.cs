using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using Provider = OpenAI.Chat;

namespace AgentKit.ChatApi.Model;

/// <summary>
/// OpenAI's client as one of Microsoft.Extensions.AI, for text and tools. It always streams. The package Microsoft.Extensions.AI.OpenAI does
/// this and more; it is not needed for it.
/// </summary>
internal sealed class OpenAIChatClient(OpenAIClient client, string model) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var chat = client.GetChatClient(options?.ModelId ?? model);
        var calls = new SortedDictionary<int, (string? Id, string? Name, StringBuilder Arguments)>();
        await foreach (var update in chat.CompleteChatStreamingAsync(messages.SelectMany(Messages), OptionsOf(options), cancellationToken))
        {
            foreach (var piece in update.ToolCallUpdates)
            {
                var (id, name, arguments) = calls.GetValueOrDefault(piece.Index, (null, null, new StringBuilder()));
                calls[piece.Index] = (First(id, piece.ToolCallId), First(name, piece.FunctionName), arguments.Append(piece.FunctionArgumentsUpdate));
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. ContentsOf(update)])
            {
                ResponseId = update.CompletionId,
                ModelId = update.Model,
                FinishReason = FinishOf(update.FinishReason),
            };
        }

        // A call comes in pieces, and is one only when all of them are there.
        foreach (var (id, name, arguments) in calls.Values)
        {
            if (name is null)
            {
                throw new ModelResponseException("tool call", "it names no tool.");
            }

            // Servers of local models leave the id out. Without one the answer would have nothing to refer to.
            yield return new ChatResponseUpdate(
                ChatRole.Assistant,
                [FunctionCallContent.CreateFromParsedArguments(arguments.ToString(), id ?? $"call-{Guid.NewGuid():N}", name, ReadArguments)]);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static IEnumerable<AIContent> ContentsOf(Provider.StreamingChatCompletionUpdate update)
    {
        var text = string.Concat(update.ContentUpdate.Select(part => part.Text)) + update.RefusalUpdate;
        if (text.Length > 0)
        {
            yield return new TextContent(text);
        }

        if (update.Usage is { } usage)
        {
            yield return new UsageContent(new() { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount });
        }
    }

    private static ChatFinishReason? FinishOf(Provider.ChatFinishReason? reason) => reason switch
    {
        Provider.ChatFinishReason.Stop => ChatFinishReason.Stop,
        Provider.ChatFinishReason.ToolCalls => ChatFinishReason.ToolCalls,
        Provider.ChatFinishReason.Length => ChatFinishReason.Length,
        Provider.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        _ => null,
    };

    private static Provider.ChatCompletionOptions OptionsOf(ChatOptions? options)
    {
        var result = new Provider.ChatCompletionOptions { MaxOutputTokenCount = options?.MaxOutputTokens, Temperature = options?.Temperature };
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            result.Tools.Add(Provider.ChatTool.CreateFunctionTool(
                tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        return result;
    }

    private static IEnumerable<Provider.ChatMessage> Messages(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(Provider.ChatMessage (result) => new Provider.ToolChatMessage(
                result.CallId, result.Result as string ?? JsonSerializer.Serialize(result.Result)));
        }

        return message.Role == ChatRole.System ? [new Provider.SystemChatMessage(message.Text)]
            : message.Role == ChatRole.User ? [new Provider.UserChatMessage(message.Text)]
            : [AssistantOf(message)];
    }

    private static Provider.AssistantChatMessage AssistantOf(ChatMessage message)
    {
        var result = new Provider.AssistantChatMessage(message.Text);
        foreach (var call in message.Contents.OfType<FunctionCallContent>())
        {
            result.ToolCalls.Add(Provider.ChatToolCall.CreateFunctionToolCall(
                call.CallId, call.Name, BinaryData.FromString(JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>()))));
        }

        return result;
    }

    private static string? First(string? known, string? piece) => !string.IsNullOrEmpty(known) ? known : string.IsNullOrEmpty(piece) ? null : piece;

    private static Dictionary<string, object?>? ReadArguments(string json) =>
        json.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, object?>>(json);
}
