using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>A model that answers what the test says, and remembers what it was sent.</summary>
internal sealed class ScriptedChatClient : IChatClient
{
    private readonly ConcurrentQueue<Func<ScriptedCall, CancellationToken, Task<ChatResponse>>> _script = [];
    private readonly ConcurrentQueue<ScriptedCall> _calls = [];

    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    /// <summary>What a stream does before each of its updates; the number of the update is given.</summary>
    public Func<int, CancellationToken, Task>? BeforeUpdate { get; set; }

    public bool IsDisposed { get; private set; }

    public ScriptedChatClient Answers(string text, UsageDetails? usage = null) =>
        Answers(_ => Response(usage, new TextContent(text)));

    public ScriptedChatClient Asks(params FunctionCallContent[] calls) => Answers(_ => Response(null, [.. calls]));

    public ScriptedChatClient Answers(Func<ScriptedCall, ChatResponse> answer) => Does((call, _) => Task.FromResult(answer(call)));

    public ScriptedChatClient Throws(Exception exception) => Does((_, _) => Task.FromException<ChatResponse>(exception));

    public ScriptedChatClient Does(Func<ScriptedCall, CancellationToken, Task<ChatResponse>> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public static ChatResponse Response(UsageDetails? usage, params AIContent[] contents) =>
        new(new ChatMessage(ChatRole.Assistant, [.. contents]) { MessageId = "m-1" })
        {
            ModelId = "scripted-1",
            ResponseId = "r-1",
            FinishReason = contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = usage ?? new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5, TotalTokenCount = 15 },
        };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = new ScriptedCall([.. messages], options);
        _calls.Enqueue(call);
        return _script.TryDequeue(out var answer)
            ? answer(call, cancellationToken)
            : Task.FromException<ChatResponse>(new InvalidOperationException("The script is at its end: the model was called once too often."));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        var number = 0;
        foreach (var update in response.ToChatResponseUpdates().SelectMany(Split))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BeforeUpdate is not null)
            {
                await BeforeUpdate(number++, cancellationToken);
            }

            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => IsDisposed = true;

    /// <summary>Texts word by word, as models stream them.</summary>
    private static IEnumerable<ChatResponseUpdate> Split(ChatResponseUpdate update) =>
        update.Contents is [TextContent { Text: var text }]
            ? text.Split(' ').Select((word, i) =>
            {
                var part = update.Clone();
                part.Contents = [new TextContent(i == 0 ? word : " " + word)];
                return part;
            })
            : [update];
}
