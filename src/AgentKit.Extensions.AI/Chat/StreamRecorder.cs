using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Collects a streamed reply and commits it once: when it ends, or, as far as it came, when its reader cancels it or goes away, or when it
/// breaks off.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="exchange">What it answers.</param>
/// <param name="open">Calls the model; what it throws belongs to the reply.</param>
/// <param name="observation">Told of the call; <see langword="null"/> where nobody listens.</param>
internal sealed class StreamRecorder(
    ExchangeStore store, ChatExchange exchange, Func<IAsyncEnumerator<ChatResponseUpdate>> open, ChatObservation? observation)
    : IAsyncDisposable
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private IAsyncEnumerator<ChatResponseUpdate>? _stream;
    private bool _isOver;

    public ChatResponseUpdate Current => _stream!.Current;

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        observation?.Enter(); // what the reader does between two updates is no part of the call
        try
        {
            _stream ??= open();
            if (await _stream.MoveNextAsync().ConfigureAwait(false))
            {
                // A copy: what the reader does to an update is the reader's business.
                _updates.Add(Current.Clone());
                return true;
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            observation?.Failed(exception);
            throw; // kept by the disposal
        }
        catch (Exception exception) // whatever it is, it is noted and thrown on
        {
            _isOver = true;
            observation?.Failed(exception);
            observation?.Dispose();
            await store.InterruptAsync(exchange, _updates, exception, isCanceled: false).ConfigureAwait(false);
            throw;
        }

        _isOver = true;
        var response = _updates.ToChatResponse();
        observation?.Answered(response);
        observation?.Dispose();
        await store.CommitAsync(exchange, response).ConfigureAwait(false);
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_stream is not null)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            if (!_isOver)
            {
                _isOver = true;
                observation?.Dispose();
                await store.InterruptAsync(exchange, _updates, new OperationCanceledException(), isCanceled: true).ConfigureAwait(false);
            }
        }
    }
}
