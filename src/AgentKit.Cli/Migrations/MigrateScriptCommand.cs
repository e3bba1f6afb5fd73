using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate script</c>: the SQL, for a database administrator.</summary>
internal static class MigrateScriptCommand
{
    public static Command Create(Frame frame)
    {
        var from = new Option<int?>("--from") { HelpName = "version", Description = "Where the schema stands; by default the database is asked. 0 for none." };
        var to = new Option<int?>("--to") { HelpName = "version", Description = "Where it is to stand, above or below; the latest by default." };
        var login = new Option<string?>("--login") { Description = "Makes the application role too, and lets this login become it." };
        return frame.Handle(
            new Command("script", "Writes the SQL that up or down would run, for a database administrator. Changes nothing.") { from, to, login },
            (call, cancellationToken) => RunAsync(
                call, call.Parsed.GetValue(from), call.Parsed.GetValue(to), call.Parsed.GetValue(login), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, int? from, int? to, string? login, CancellationToken cancellationToken)
    {
        call.NeedsDatabase = from is null;
        var migrator = call.Get<IMigrator>();
        var begin = from ?? await VersionAsync(migrator, cancellationToken);
        var script = migrator.GetScript(begin, to, login);
        call.Output.Write(
            new MigrationScriptText(begin, script), CliJson.Default.MigrationScriptText, _ => call.Surroundings.Output.Write(script));
        return ExitCode.Done;
    }

    /// <exception cref="UsageException">There are migrations that this version does not ship.</exception>
    private static async Task<int> VersionAsync(IMigrator migrator, CancellationToken cancellationToken)
    {
        var status = await migrator.GetStatusAsync(cancellationToken);
        return status.Any(migration => migration.State == MigrationState.Unknown)
            ? throw new UsageException("The schema is newer than this tool: dotnet tool update AgentKit.Cli, or give --from.")
            : status.Where(migration => migration.AppliedAt is not null).Select(migration => migration.Version).DefaultIfEmpty().Max();
    }
}
