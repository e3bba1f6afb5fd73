using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>A variant that runs in this process, so that its bytes and its processor time can be counted.</summary>
internal sealed record InProcessVariant(string Name, string Remark, Func<Endpoint, ISubject> Open) : Variant(Name, Remark)
{
    public override async Task<IWorkload> StartAsync(Endpoint endpoint, int clients, CancellationToken cancellationToken)
    {
        var subject = Open(endpoint);
        try
        {
            var operations = new Func<CancellationToken, Task>[clients];
            for (var i = 0; i < clients; i++)
            {
                operations[i] = await subject.OpenClientAsync(cancellationToken);
            }

            return new InProcessWorkload(subject, operations);
        }
        catch
        {
            await subject.DisposeAsync();
            throw;
        }
    }
}
