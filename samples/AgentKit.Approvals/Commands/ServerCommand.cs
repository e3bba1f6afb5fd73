using System.CommandLine;
using AgentKit.Approvals.Hosting;

namespace AgentKit.Approvals.Commands;

/// <summary><c>server</c>: a database for those who play the roles by hand.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var command = new Command(
            "server", "Starts a throw-away database, prints the line that the other terminals need, and removes it at the end.");
        command.Does((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await DeskDatabase.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"{database.Description}. In every other terminal:");
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(DatabaseAddress.ToShell(database.ConnectionString));
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync("Ctrl+C removes it, with everything in it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }
}
