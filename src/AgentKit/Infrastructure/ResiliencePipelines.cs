using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AgentKit.Infrastructure;

/// <summary>The two places where something is tried again: a database call after a passing failure, and an update after a conflict.</summary>
internal sealed class ResiliencePipelines
{
    private const int MaxDelayFactor = 100;

    public ResiliencePipelines(AgentKitOptions options, TimeProvider time)
    {
        var resilience = options.Resilience;
        Transient = resilience.TransientPipeline ?? BuildTransient(resilience, time);
        Patient = BuildPatient(resilience, time);
        Conflict = resilience.ConflictPipeline ?? BuildConflict(resilience, time);
    }

    public ResiliencePipeline Transient { get; }

    /// <summary>For migrating and erasing: retries without a timeout, because either may take long. The host's pipeline does not replace it.</summary>
    public ResiliencePipeline Patient { get; }

    public ResiliencePipeline Conflict { get; }

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
