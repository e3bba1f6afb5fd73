using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AgentKit.Infrastructure;

/// <summary>The two places where something is tried again: a database call after a passing failure, and an update after a conflict.</summary>
internal sealed class ResiliencePipelines
{
    private const int MaxDelayFactor = 100;

    private readonly CallTimer? _timer;

    public ResiliencePipelines(AgentKitOptions options, TimeProvider time)
    {
        var resilience = options.Resilience;
        Transient = resilience.TransientPipeline ?? BuildTransient(resilience, time);
        Patient = BuildPatient(resilience, time);
        _timer = resilience.TransientPipeline is null ? new CallTimer(resilience.CallTimeout, time) : null;
        Conflict = resilience.ConflictPipeline ?? BuildConflict(resilience, time);
    }

    public ResiliencePipeline Transient { get; }

    /// <summary>For migrating and erasing: retries without a timeout, because either may take long. The host's pipeline does not replace it.</summary>
    public ResiliencePipeline Patient { get; }

    public ResiliencePipeline Conflict { get; }

    /// <summary>
    /// Sends a call as <see cref="Transient"/> would: within its time, and again after a passing failure. It goes through the host's pipeline, or
    /// else directly, and through Polly's retries only once it has failed: these are then told of the failure as of their first attempt. What is sent
    /// once goes past the host's pipeline, which would send it again; what it was made of goes through it afterwards.
    /// </summary>
    public ValueTask<T> SendAsync<T>(DatabaseCall<T> call, CancellationToken cancellationToken) => _timer switch
    {
        null when call.IsSentOnce => call.SendAsync(cancellationToken),
        null => Transient.ExecuteAsync(static (call, token) => call.SendAsync(token), call, cancellationToken),
        _ => InTimeAsync((pipelines: this, call), static (send, token) => send.pipelines.SendInTimeAsync(send.call, token), cancellationToken),
    };

    /// <summary>Waits for something that has the time of a call; with a pipeline of the host's, which does its own timing, as long as it takes.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> InTimeAsync<TState, T>(
        TState state, Func<TState, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        if (_timer is null)
        {
            return await work(state, cancellationToken).ConfigureAwait(false);
        }

        var late = _timer.Start();
        var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), late);
        try
        {
            return await work(state, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (late.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutRejectedException("The call took too long.", _timer.Timeout, canceled);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            _timer.Stop(late);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> SendInTimeAsync<T>(DatabaseCall<T> call, CancellationToken cancellationToken)
    {
        DatabaseUnavailableException first;
        try
        {
            return await call.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException failure) when (!call.IsSentOnce)
        {
            first = failure;
        }

        return await SendAgainAsync(call, first, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Apart, so that a call that succeeds at once pays for no closure.</summary>
    private ValueTask<T> SendAgainAsync<T>(DatabaseCall<T> call, DatabaseUnavailableException? first, CancellationToken cancellationToken) =>
        Patient.ExecuteAsync(
            token => Interlocked.Exchange(ref first, null) is { } failure ? ValueTask.FromException<T>(failure) : call.SendAsync(token),
            cancellationToken);

    private static ResiliencePipeline BuildTransient(ResilienceOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.CallTimeout });
        return AddTransientRetry(builder, options).Build();
    }

    private static ResiliencePipeline BuildPatient(ResilienceOptions options, TimeProvider time) =>
        AddTransientRetry(new ResiliencePipelineBuilder { TimeProvider = time }, options).Build();

    private static ResiliencePipelineBuilder AddTransientRetry(ResiliencePipelineBuilder builder, ResilienceOptions options) =>
        options.TransientRetries > 0
            ? builder.AddRetry(Backoff<DatabaseUnavailableException>(options.TransientRetries, options.TransientDelay))
            : builder;

    private static ResiliencePipeline BuildConflict(ResilienceOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.ConflictRetries > 0)
        {
            builder.AddRetry(Backoff<VersionConflictException>(options.ConflictRetries, options.ConflictDelay));
        }

        return builder.Build();
    }

    private static RetryStrategyOptions Backoff<TException>(int retries, TimeSpan delay)
        where TException : Exception => new()
        {
            ShouldHandle = new PredicateBuilder().Handle<TException>(),
            MaxRetryAttempts = retries,
            Delay = delay,
            MaxDelay = delay * MaxDelayFactor is var most && most > TimeSpan.Zero ? most : null,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        };
}
