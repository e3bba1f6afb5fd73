using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>A variant that has a database or a number of clients of its own: a point of a series, or one that more clients would only slow down.</summary>
/// <param name="Name">The point.</param>
/// <param name="Inner">What is done there.</param>
internal sealed record PlacedVariant(string Name, Variant Inner) : Variant(Name, Inner.Remark)
{
    /// <summary>Instead of the one that the variants of the other points have.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>Instead of the number that the variants of the other points have.</summary>
    public int? Clients { get; init; }

    /// <summary>Round trips are counted where variants are compared, not along a series.</summary>
    public override bool StaysConnected => false;

    public override Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken) =>
        Inner.StartAsync(Endpoint ?? endpoint, Clients ?? clients, cancellationToken);
}
