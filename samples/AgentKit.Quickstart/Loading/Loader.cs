using AgentKit.Quickstart.Hosting;

namespace AgentKit.Quickstart.Loading;

/// <summary>
/// Sets the workers to work in crews of two or three, with each crew on the same conversations and its workers on different hosts: so they
/// meet in the same sessions, as the processes of a real system do.
/// </summary>
internal sealed class Loader
{
    private const int CrewSize = 3;

    public Loader(IReadOnlyList<SupportApp> hosts, int workers)
    {
        Workers = [.. Enumerable.Range(0, workers).Select(i => new Worker(i + 1, hosts[i % hosts.Count]))];
    }

    public IReadOnlyList<Worker> Workers { get; }

    public async Task LoadAsync(IReadOnlyList<ConversationPlan> plans, LoadProgress progress, CancellationToken cancellationToken)
    {
        var crews = (Workers.Count + CrewSize - 1) / CrewSize;
        var everybody = new ParallelOptions { MaxDegreeOfParallelism = Workers.Count, CancellationToken = cancellationToken };

        // The first worker that fails stops the others.
        await Parallel.ForEachAsync(Workers, everybody, async (worker, token) =>
        {
            var crew = (worker.Number - 1) * crews / Workers.Count;
            foreach (var plan in plans.Where((_, i) => i % crews == crew))
            {
                await worker.LoadAsync(plan, progress, token);
            }
        });
    }
}
