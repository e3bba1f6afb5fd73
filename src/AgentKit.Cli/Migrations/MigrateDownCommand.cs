using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate down</c>: takes migrations back, and what is in their tables with them.</summary>
internal static class MigrateDownCommand
{
    public static Command Create(Frame frame)
    {
        var to = new Option<int>("--to") { HelpName = "version", Description = "The last version to keep; 0 takes all back.", Required = true };
        var command = new Command("down", "Takes migrations back, latest first. Loses what is in their tables.") { to };
        var confirmation = new Confirmation().AddTo(command);
        return frame.Handle(
            command, (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(to), confirmation, cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, int to, Confirmation confirmation, CancellationToken cancellationToken)
    {
        var migrator = call.Get<IMigrator>();
        var status = await migrator.GetStatusAsync(cancellationToken);
        var version = status.Where(migration => migration.State == MigrationState.Applied).Select(migration => migration.Version).DefaultIfEmpty().Max();
        if (to < version)
        {
            var losses = await new SchemaLosses(call).OfDownAsync(migrator.GetScript(version, to), cancellationToken);
            await confirmation.AskAsync(call, [$"Migrations {version} to {to + 1} are taken back.", .. losses], cancellationToken);
        }

        var takenBack = await migrator.DownAsync(to, cancellationToken);
        if (takenBack.Count > 0 || call.Output.IsJson)
        {
            MigrationTable.Write(call, takenBack);
        }
        else
        {
            call.Output.Message("Nothing to do: the schema is not above that version.");
        }

        return ExitCode.Done;
    }
}
