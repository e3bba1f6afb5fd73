using System.Threading.Channels;
using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>
/// A bounded channel and one loop that empties it in rounds. Its partial file is the loop; here is what callers meet.
/// </summary>
internal sealed partial class EventBuffer : IEventBuffer, IAsyncDisposable, IDisposable
{
    private readonly PostgresEventLog _log;
    private readonly ContentLimits _limits;
    private readonly EventBufferOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventBuffer> _logger;
    private readonly EventBufferCounters _counters = new();
    private readonly Channel<BufferItem> _channel;
    private readonly CancellationTokenSource _abandon = new(); // never disposed: a deadline may still come
    private readonly Task _loop;

    public EventBuffer(PostgresEventLog log, AgentKitOptions options, TimeProvider time, Telemetry telemetry, ILogger<EventBuffer> logger)
    {
        _log = log;
        _limits = options.Limits;
        _options = options.EventBuffer;
        _time = time;
        _logger = logger;
        telemetry.Watch(_counters.Read);
        _channel = Channel.CreateBounded<BufferItem>(new BoundedChannelOptions(_options.Capacity) { SingleReader = true });

        _loop = Apart.RunAsync(RunAsync); // it belongs to all who write, not to whoever asks for the buffer first
    }

    public ValueTask WriteAsync(AgentScope scope, NewEvent newEvent, CancellationToken cancellationToken = default)
    {
        var item = Check(scope, newEvent);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        _counters.HandedOver();
        return _channel.Writer.TryWrite(item) ? ValueTask.CompletedTask : WaitForRoomAsync(item, cancellationToken);
    }

    public bool TryWrite(AgentScope scope, NewEvent newEvent)
    {
        var item = Check(scope, newEvent);
        _counters.HandedOver();
        if (_channel.Writer.TryWrite(item))
        {
            return true;
        }

        _counters.Refused();
        return false;
    }

    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        // In the line with the events: when its turn comes, theirs has come.
        var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _channel.Writer.WriteAsync(new BufferItem(mark), cancellationToken).ConfigureAwait(false);
            await mark.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public EventBufferStatistics GetStatistics() => _counters.Read();

    /// <summary>
    /// Takes no more events and writes what is there; what is left when <paramref name="deadline"/> is cancelled is counted and logged. The first
    /// call decides; another one waits for it.
    /// </summary>
    public async Task CloseAsync(CancellationToken deadline)
    {
        _channel.Writer.TryComplete();
        var registration = deadline.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        await using (registration.ConfigureAwait(false))
        {
            await _loop.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(_options.DrainTimeout, _time);
        await CloseAsync(deadline.Token).ConfigureAwait(false);
    }

    /// <summary>For a provider that is disposed synchronously: blocks for as long as <see cref="EventBufferOptions.DrainTimeout"/> at most.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Refuses what PostgreSQL could not take, and reads all of it now: the caller may change or dispose what is behind it.</summary>
    private BufferItem Check(AgentScope scope, NewEvent newEvent)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new BufferItem(scope, EventGuard.Check(newEvent, _time.GetUtcNow(), _limits));
    }

    private async ValueTask WaitForRoomAsync(BufferItem item, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            _counters.TakenBack();
            throw new ObjectDisposedException(nameof(IEventBuffer), "The host has ended: events go to IEventLog, or nowhere.");
        }
        catch (OperationCanceledException)
        {
            _counters.TakenBack();
            throw;
        }
    }
}
