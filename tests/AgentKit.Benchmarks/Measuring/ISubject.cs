namespace AgentKit.Benchmarks.Measuring;

/// <summary>What an application has once, however many clients it serves: a host of AgentKit, a data source.</summary>
internal interface ISubject : IAsyncDisposable
{
    /// <summary>Makes what one client needs, and returns one operation of it, to be called again and again.</summary>
    Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken);
}
