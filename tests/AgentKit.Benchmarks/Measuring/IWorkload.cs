namespace AgentKit.Benchmarks.Measuring;

/// <summary>A variant that is connected and can work at any time.</summary>
internal interface IWorkload : IAsyncDisposable
{
    /// <summary>Lets all clients work for about that long, each one operation after the other.</summary>
    Task<Slice> RunAsync(TimeSpan duration, CancellationToken cancellationToken);
}
