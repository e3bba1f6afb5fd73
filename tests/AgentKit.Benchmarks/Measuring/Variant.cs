using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>One way of doing the work of a scenario.</summary>
/// <param name="Name">Short, for tables, pictures and targets.</param>
/// <param name="Remark">What a reader has to know to judge the comparison.</param>
internal abstract record Variant(string Name, string Remark)
{
    /// <summary>
    /// Whether clients stay connected between slices. Where each slice connects anew, round trips cannot be told from those of connecting.
    /// </summary>
    public virtual bool StaysConnected => true;

    /// <summary>Connects so many clients and makes what they need; the work itself is done by slices.</summary>
    public abstract Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken);
}
