using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Collects a streamed reply and commits it once: when it ends, or, as far as it came, when its reader cancels it or goes away, or when it
/// breaks off.
/// </summary>
internal sealed class StreamRecorder(ExchangeStore store, ChatExchange exchange) : IAsyncDisposable
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private bool _isOver;

    public async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            if (await updates.MoveNextAsync().ConfigureAwait(false))
            {
                // A copy: what the reader does to an update is the reader's business.
                _updates.Add(updates.Current.Clone());
                return true;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw; // kept by the disposal
        }
        catch (Exception exception) // whatever it is, it is noted and thrown on
        {
            _isOver = true;
            await store.InterruptAsync(exchange, _updates, exception, isCanceled: false).ConfigureAwait(false);
            throw;
        }

        _isOver = true;
        await store.CommitAsync(exchange, _updates.ToChatResponse()).ConfigureAwait(false);
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            await store.InterruptAsync(exchange, _updates, new OperationCanceledException(), isCanceled: true).ConfigureAwait(false);
        }
    }
}
