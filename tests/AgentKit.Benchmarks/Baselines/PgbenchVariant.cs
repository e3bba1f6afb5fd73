using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>Appends by pgbench.</summary>
/// <param name="Name">The variant's.</param>
/// <param name="Remark">The variant's.</param>
/// <param name="Server">Where sessions are made before each turn.</param>
/// <param name="Schema">Whose tables are written: <c>raw</c> or <c>agentkit</c>.</param>
/// <param name="Script">What is run.</param>
internal sealed record PgbenchVariant(string Name, string Remark, BenchmarkServer Server, string Schema, string Script) : Variant(Name, Remark)
{
    public override bool StaysConnected => false;

    public override Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken) =>
        Task.FromResult<IWorkload>(new PgbenchWorkload(this, endpoint, clients));
}
