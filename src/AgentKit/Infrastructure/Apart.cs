namespace AgentKit.Infrastructure;

/// <summary>
/// Begins work that belongs to nobody in particular, although somebody's call is what it begins with: nothing of theirs goes along, no ambient
/// transaction and no trace.
/// </summary>
internal static class Apart
{
    public static Task RunAsync(Func<Task> work) => Begin(() => Task.Run(work, CancellationToken.None));

    public static Task<T> RunAsync<T>(Func<Task<T>> work) => Begin(() => Task.Run(work, CancellationToken.None));

    private static TTask Begin<TTask>(Func<TTask> begin)
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        using (flow)
        {
            return begin();
        }
    }
}
