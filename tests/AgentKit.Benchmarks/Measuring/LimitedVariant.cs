using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>A variant that works with fewer clients than the others, because more would only slow it down.</summary>
/// <param name="Of">The variant.</param>
/// <param name="MostClients">How many it works with at most.</param>
internal sealed record LimitedVariant(Variant Of, int MostClients) : Variant(Of.Name, Of.Remark)
{
    public override bool StaysConnected => Of.StaysConnected;

    public override Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken) =>
        Of.StartAsync(endpoint, Math.Min(clients, MostClients), cancellationToken);
}
