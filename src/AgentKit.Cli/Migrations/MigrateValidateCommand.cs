using System.CommandLine;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>migrate validate</c>: whether what is applied is what is shipped.</summary>
internal static class MigrateValidateCommand
{
    public static Command Create(Frame frame) => frame.Handle(
        new Command("validate", "Compares what was applied with what this version ships. Fails where they differ; pending ones are only counted."),
        RunAsync);

    private static async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var migrator = call.Get<IMigrator>();
        var status = await migrator.GetStatusAsync(cancellationToken);
        var pending = status.Count(migration => migration.State == MigrationState.Pending);
        string? problem = null;
        try
        {
            await migrator.ValidateAsync(cancellationToken);
        }
        catch (MigrationException found)
        {
            problem = found.Message;
        }

        call.Output.Write(new MigrationVerdict(problem is null, pending, problem), CliJson.Default.MigrationVerdict, console =>
        {
            console.WriteLine(Words.Line(problem ?? "What is applied is what this version ships."));
            if (pending > 0)
            {
                console.WriteLine($"{pending} migrations are pending: agentkit migrate up");
            }
        });
        return problem is null ? ExitCode.Done : ExitCode.Failed;
    }
}
