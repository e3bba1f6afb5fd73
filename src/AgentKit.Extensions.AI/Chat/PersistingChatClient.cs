using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// A chat client with the memory of one session: it sends the session's history along, and commits each exchange (the new messages, the
/// reply, its usage and model) atomically and exactly once.
/// </summary>
/// <remarks>
/// <para>Made by <see cref="ChatClientAgentKitExtensions"/>. Thread-safe, and cheap enough to be made per request. A caller gives the new
/// messages only. <see cref="ChatOptions.ConversationId"/> is the session's id, in requests (where it may be missing) and in responses,
/// so that whoever calls functions around this client sends it their results alone; inside of it, a whole loop of calls and results is
/// one exchange. The turn of a new message has the time of the call, where <see cref="ChatMessage.CreatedAt"/> gives none.</para>
/// <list type="number">
/// <item>Before the model is called: the session must be there, open, and the scope's to write, and the new messages must be storable.
/// Nothing is spent on an exchange that could not be kept.</item>
/// <item>A model call that fails before anything came leaves nothing behind; it can be made again.</item>
/// <item>A stream that its caller cancels or abandons, or that breaks off, is kept as far as it was received, as one commit with the new
/// messages, and its turn says that it was interrupted; <see cref="PersistingChatOptions.KeepInterrupted"/> turns that off. It was paid for,
/// so its usage is counted in any case where runs are recorded: what the provider has reported by then, or else an estimate from the sizes
/// of prompt and reply. Unfinished reasoning is counted and not kept, for providers refuse it in the requests that follow; where nothing else
/// came, no turn is kept.</item>
/// <item>A reply that was paid for is never refused: it is committed whatever was committed since it was asked for, also after the caller's
/// cancellation; what PostgreSQL cannot hold in it is replaced by U+FFFD, and what is too large by a note. Where it cannot be committed all
/// the same, <see cref="ExchangeNotSavedException"/> hands it to the caller together with the commit, to be sent again.</item>
/// <item>Two exchanges of one session at once are both kept, one after the other. The history that is sent is always in the order that providers
/// ask for: results directly behind their calls, and calls that were never answered (a worker died) with a result that says so.</item>
/// </list>
/// <para>System messages that are given are sent before the history and not stored: they are instructions of the call. They belong into
/// <see cref="ChatOptions.Instructions"/> or the agent's definition.</para>
/// </remarks>
public sealed class PersistingChatClient : DelegatingChatClient
{
    private readonly ExchangeStore _store;
    private readonly string _conversationId;

    internal PersistingChatClient(IChatClient innerClient, ExchangeStore store)
        : base(innerClient)
    {
        _store = store;
        _conversationId = store.SessionId.ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>Sends the new messages with the session's history, and commits them with the reply.</summary>
    /// <param name="messages">The new messages.</param>
    /// <param name="options">For the inner client; the conversation id may be that of the session or missing.</param>
    /// <param name="cancellationToken">Cancels the model call; once there is a reply, it is committed.</param>
    /// <exception cref="ArgumentException">There are no new messages, one cannot be stored, or the conversation is another one.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="BudgetExceededException">Runs are recorded, and nothing is left to spend; the model was not called.</exception>
    /// <exception cref="ExchangeNotSavedException">There is a reply, and it could not be committed.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var exchange = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        ChatResponse response;
        try
        {
            response = await AskAsync(exchange, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) // whatever it is, it is noted and thrown on
        {
            await _store.FailAsync(exchange, exception, cancellationToken.IsCancellationRequested).ConfigureAwait(false);
            throw;
        }

        await _store.CommitAsync(exchange, response).ConfigureAwait(false);
        response.ConversationId = _conversationId;
        return response;
    }

    /// <summary>Sends the new messages with the session's history, hands the reply on as it comes, and commits both at its end.</summary>
    /// <inheritdoc cref="GetResponseAsync" path="/exception"/>
    /// <param name="messages">The new messages.</param>
    /// <param name="options">For the inner client; the conversation id may be that of the session or missing.</param>
    /// <param name="cancellationToken">Interrupts the reply; see the remarks of the class.</param>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var exchange = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        var recorder = new StreamRecorder(
            _store,
            exchange,
            () => InnerClient.GetStreamingResponseAsync(exchange.Prompt, WithoutConversation(options), cancellationToken)
                .GetAsyncEnumerator(cancellationToken),
            _store.Observe(InnerClient, options));
        await using var _ = recorder.ConfigureAwait(false);
        while (await recorder.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            recorder.Current.ConversationId = _conversationId;
            yield return recorder.Current;
        }
    }

    private async Task<ChatResponse> AskAsync(ChatExchange exchange, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var observation = _store.Observe(InnerClient, options);
        try
        {
            var response = await base.GetResponseAsync(exchange.Prompt, WithoutConversation(options), cancellationToken).ConfigureAwait(false);
            observation?.Answered(response);
            return response;
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.Failed(exception);
            throw;
        }
    }

    private Task<ChatExchange> BeginAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (options?.ConversationId is { } conversation && !string.Equals(conversation, _conversationId, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The conversation is not the session of this client.", nameof(options));
        }

        return _store.BeginAsync([.. messages], options, ModelOf(options), cancellationToken);
    }

    private string? ModelOf(ChatOptions? options) =>
        options?.ModelId ?? (InnerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <summary>The history is here: a provider that has its own would add to it.</summary>
    private static ChatOptions? WithoutConversation(ChatOptions? options)
    {
        if (options?.ConversationId is null)
        {
            return options;
        }

        var copy = options.Clone();
        copy.ConversationId = null;
        return copy;
    }
}
