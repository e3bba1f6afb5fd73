using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate reset</c>: the schema anew, for development.</summary>
internal static class MigrateResetCommand
{
    public static Command Create(Frame frame)
    {
        var command = new Command("reset", "Drops the schema with everything in it and builds it anew. Meant for development.");
        var confirmation = new Confirmation().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(call, confirmation, cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, Confirmation confirmation, CancellationToken cancellationToken)
    {
        call.Configure = options => options.AllowReset = true;
        var losses = await new SchemaLosses(call).OfAllAsync(cancellationToken);
        await confirmation.AskAsync(
            call, [$"The schema {call.Options.Schema} of {call.DatabaseName} is dropped, with everything in it.", .. losses], cancellationToken);
        MigrationTable.Write(call, await call.Get<IMigrator>().ResetAsync(cancellationToken));
        return ExitCode.Done;
    }
}
