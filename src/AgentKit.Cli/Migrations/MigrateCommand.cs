using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>migrate</c>: the schema.</summary>
internal static class MigrateCommand
{
    public static Command Create(Frame frame) => new("migrate", "The schema: where it stands, up, down, as a script, anew.")
    {
        MigrateStatusCommand.Create(frame),
        MigrateUpCommand.Create(frame),
        MigrateDownCommand.Create(frame),
        MigrateValidateCommand.Create(frame),
        MigrateScriptCommand.Create(frame),
        MigrateResetCommand.Create(frame),
    };
}
