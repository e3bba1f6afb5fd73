using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Tests.Tasks.Workers;

/// <summary>
/// The program of a worker process: this assembly, started as one. Says <c>ready</c>, waits for a line, and works until the next one; or until
/// whoever started it is gone.
/// </summary>
internal static class TaskWorkerProgram
{
    /// <summary>By this name the backends of workers are found, and cut off. The ledger's connections have another.</summary>
    public const string ApplicationName = "task-worker";

    public const string ConnectionVariable = "AGENTKIT_TESTS_WORKER_CONNECTION";

    /// <summary>The way to the ledger, which is never cut off: past a pooler, whose connections are everybody's.</summary>
    public const string LedgerVariable = "AGENTKIT_TESTS_WORKER_LEDGER";

    /// <summary>The exit code of a process of which a worker has ended before it was told to.</summary>
    private const int WorkerBroke = 3;

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <param name="args">The workspace, and how many workers the process is.</param>
    public static async Task<int> Main(string[] args)
    {
        if (args.Length != 2
            || Environment.GetEnvironmentVariable(ConnectionVariable) is not { Length: > 0 } connectionString
            || Environment.GetEnvironmentVariable(LedgerVariable) is not { Length: > 0 } ledgerConnectionString)
        {
            await Console.Error.WriteLineAsync("These are tests: dotnet test. Alone, this program is a worker that one of them starts.");
            return 2;
        }

        await using var provider = Services(connectionString);
        await using var ledger = NpgsqlDataSource.Create(ledgerConnectionString);
        var tasks = provider.GetRequiredService<ITaskStore>();
        var scope = AgentScope.ForService(args[0]);
        while (!await TryAsync(() => tasks.ListAsync(scope, new() { Limit = 1 })))
        {
            // Cut off at the start already.
        }

        Console.WriteLine("ready");
        if (await Console.In.ReadLineAsync() is null)
        {
            return 0;
        }

        using var end = new CancellationTokenSource();
        var working = Enumerable.Range(0, int.Parse(args[1]))
            .Select(number => Task.Run(() => WorkAsync(tasks, scope, ledger, $"{Environment.ProcessId}-{number}", end.Token)))
            .ToList();

        // Reading from the console holds its thread, whatever it is called.
        var asked = Task.Run(Console.In.ReadLine, CancellationToken.None);
        var first = await Task.WhenAny([asked, .. working]);
        await end.CancelAsync();
        try
        {
            await Task.WhenAll(working);
        }
        catch (Exception problem) // whatever it is: a worker that broke is for the test to see
        {
            await Console.Error.WriteLineAsync(problem.ToString());
            return WorkerBroke;
        }

        return first == asked ? 0 : WorkerBroke;
    }

    private static async Task WorkAsync(ITaskStore tasks, AgentScope scope, NpgsqlDataSource ledger, string worker, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            // What ends in an error is left as it is: the lease runs out, and somebody else has the task.
            await TryAsync(async () =>
            {
                if (await tasks.ClaimAsync(scope, new NewClaim(worker, Lease), CancellationToken.None) is not { } claimed)
                {
                    await Task.Delay(20, CancellationToken.None);
                    return;
                }

                await tasks.StartStepAsync(scope, claimed.Lease, 1, CancellationToken.None);
                await TaskLedger.WriteAsync(ledger, claimed.Lease, TaskLedger.Begun, worker);
                await Task.Delay(5, CancellationToken.None);
                await tasks.CompleteStepAsync(scope, claimed.Lease, 1, cancellationToken: CancellationToken.None);
                await TaskLedger.WriteAsync(ledger, claimed.Lease, TaskLedger.Acknowledged, worker);
            });
        }
    }

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (AgentKitException error) when (error is DatabaseUnavailableException or TaskLeaseLostException)
        {
            return false;
        }
    }

    private static ServiceProvider Services(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddAgentKit(options => options.ConnectionString =
            new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = ApplicationName }.ConnectionString);
        return services.BuildServiceProvider();
    }
}
