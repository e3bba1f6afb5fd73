using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Peers;

/// <summary>A peer in its own language, with a given number of messages in each conversation.</summary>
internal sealed record PeerVariant(string Name, string Remark, string Script, int Messages) : Variant(Name, Remark)
{
    public override async Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken) =>
        await PeerProcess.StartAsync(this, endpoint, clients, cancellationToken);
}
