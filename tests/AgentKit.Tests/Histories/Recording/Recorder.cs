using System.Collections.Concurrent;

namespace AgentKit.Tests.Histories.Recording;

/// <summary>Makes calls, and writes down what became of each.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<Call> _calls = [];
    private long _clock;
    private long _cancellations;

    /// <summary>How many calls ended by being cancelled.</summary>
    public long Cancellations => Volatile.Read(ref _cancellations);

    public History ToHistory() => new(_calls);

    public async Task<CallOf<TRequest, TAnswer>> CallAsync<TRequest, TAnswer>(
        string caller, TRequest request, TimeSpan? cancelAfter, Func<CancellationToken, Task<TAnswer>> send)
        where TRequest : notnull
    {
        using var source = new CancellationTokenSource();
        if (cancelAfter is { } delay)
        {
            source.CancelAfter(delay);
        }

        var begun = Interlocked.Increment(ref _clock);
        TAnswer? answer = default;
        Exception? error = null;
        try
        {
            answer = await send(source.Token);
        }
        catch (Exception exception)
        {
            error = exception;
        }

        var call = new CallOf<TRequest, TAnswer>(
            request, answer, caller, OutcomeOf(error, source), error, begun, Interlocked.Increment(ref _clock));
        _calls.Enqueue(call);
        return call;
    }

    private Outcome OutcomeOf(Exception? error, CancellationTokenSource source)
    {
        switch (error)
        {
            case null:
                return Outcome.Done;
            case OperationCanceledException when source.IsCancellationRequested:
                Interlocked.Increment(ref _cancellations);
                return Outcome.Unknown;
            case DatabaseUnavailableException:
                return Outcome.Unknown;
            case DatabaseException or not AgentKitException:
                return Outcome.Broken;
            default:
                return Outcome.Refused;
        }
    }
}
