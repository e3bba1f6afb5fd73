namespace AgentKit;

internal sealed partial class EventBuffer
{
    private const int MaxDelayFactor = 30;

    /// <summary>Ends when the channel is closed and empty. Nothing that a write throws ends it.</summary>
    private async Task RunAsync()
    {
        while (await _channel.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var round = await GatherAsync().ConfigureAwait(false);
            await Parallel.ForEachAsync(
                round.Batches,
                new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency },
                async (batch, _) => await SendAsync(batch.Scope, batch.Events).ConfigureAwait(false)).ConfigureAwait(false);
            round.Complete();
        }
    }

    /// <summary>Takes what is there, and what comes until the round is full, somebody waits for it, or the interval is over.</summary>
    private async Task<EventRound> GatherAsync()
    {
        var round = new EventRound(_options.BatchSize, _options.BatchSize * _options.Concurrency);
        using var interval = new CancellationTokenSource(_options.FlushInterval, _time);
        try
        {
            do
            {
                while (!round.IsDue && _channel.Reader.TryRead(out var item))
                {
                    round.Add(item);
                }
            }
            while (!round.IsDue && await _channel.Reader.WaitToReadAsync(interval.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The interval is over.
        }

        return round;
    }

    /// <summary>Writes events of one scope, however often it takes. The log's own retries come first; the ids are the same every time.</summary>
    private async Task SendAsync(AgentScope scope, IReadOnlyList<CheckedEvent> events)
    {
        var delay = _options.RetryDelay;
        while (true)
        {
            try
            {
                await _log.AppendManyAsync(scope, events, _abandon.Token).ConfigureAwait(false);
                _counters.Written(events.Count);
                return;
            }
            catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
            {
                Abandon(scope, events.Count);
                return;
            }
            catch (AgentKitException exception) when (exception.IsRetryable)
            {
                _counters.Delayed(exception.Message, _time.GetUtcNow());
                Tell(() => EventBufferLogging.Delayed(_logger, exception, events.Count, scope.WorkspaceId, delay));
            }
            catch (Exception exception) // whatever it is: the loop goes on, and the loss is told
            {
                _counters.Failed(events.Count, exception.Message, _time.GetUtcNow());
                Tell(() => EventBufferLogging.Lost(_logger, exception, events.Count, scope.WorkspaceId));
                return;
            }

            await Task.Delay(delay, _time, _abandon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, _options.RetryDelay.Ticks * MaxDelayFactor));
        }
    }

    private void Abandon(AgentScope scope, int count)
    {
        _counters.Failed(count, "The time to shut down was over.", _time.GetUtcNow());
        Tell(() => EventBufferLogging.Abandoned(_logger, count, scope.WorkspaceId));
    }

    /// <summary>A logger of the host's that throws must not end the loop, and with it the writing of all later events.</summary>
    private static void Tell(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // It is counted.
        }
    }
}
