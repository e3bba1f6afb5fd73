using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentKit.ChatApi.Model;

/// <summary>
/// Gives everything that a model's client throws one name. Each provider's client has exceptions of its own, and a connection that is cut in
/// the middle of an answer, or a line that cannot be read, comes through as whatever the layer below calls it.
/// </summary>
internal sealed class ModelFailures(IChatClient client) : DelegatingChatClient(client)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw new ModelFailedException(exception);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(updates, cancellationToken))
        {
            yield return updates.Current;
        }
    }

    private static async Task<bool> MoveAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw new ModelFailedException(exception);
        }
    }

    /// <summary>Not that the call was called off, and not what has a name already.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is not AgentKitException;
}
