using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate up</c>: applies what is missing.</summary>
internal static class MigrateUpCommand
{
    public static Command Create(Frame frame)
    {
        var to = new Option<int?>("--to") { HelpName = "version", Description = "The last version to apply; the latest by default." };
        return frame.Handle(
            new Command("up", "Applies the migrations that are missing. Any number of processes may do it at once.") { to },
            (call, cancellationToken) => RunAsync(call, call.Parsed.GetValue(to), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, int? to, CancellationToken cancellationToken)
    {
        var applied = await call.Get<IMigrator>().UpAsync(to, cancellationToken);
        if (applied.Count > 0 || call.Output.IsJson)
        {
            MigrationTable.Write(call, applied);
        }
        else
        {
            call.Output.Message("Nothing to do: the schema is there already.");
        }

        return ExitCode.Done;
    }
}
