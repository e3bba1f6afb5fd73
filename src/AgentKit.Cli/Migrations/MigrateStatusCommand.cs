using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate status</c>: which migrations are applied.</summary>
internal static class MigrateStatusCommand
{
    public static Command Create(Frame frame) =>
        frame.Handle(new Command("status", "Lists the migrations, applied and pending. Changes nothing."), RunAsync);

    private static async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        MigrationTable.Write(call, await call.Get<IMigrator>().GetStatusAsync(cancellationToken));
        return ExitCode.Done;
    }
}
