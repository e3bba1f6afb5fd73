using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AgentKit.Cli;

/// <summary>The tool: its commands, and what happens before and after them.</summary>
internal static class AgentKitCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var parsed = Create(surroundings).Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are the program's
        };
        if (parsed.Action is ParseErrorAction)
        {
            await Failures.SayAsync(surroundings, $"{Describe(parsed)} See --help.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    /// <summary>Of a word that nobody knows follow more errors, which say nothing more. It may be a piece of a connection string.</summary>
    private static string Describe(ParseResult parsed) => parsed.UnmatchedTokens is [var unknown, ..]
        ? $"There is no command or option {Words.Line(unknown.Split('=')[0])} here."
        : string.Join(' ', parsed.Errors.Select(error => error.Message));

    private static RootCommand Create(Surroundings surroundings)
    {
        var frame = new Frame(surroundings);
        var root = new RootCommand("Migrates, examines and reads what AgentKit keeps in PostgreSQL, and lets people approve.")
        {
            MigrateCommand.Create(frame),
            DoctorCommand.Create(frame),
            AgentsCommand.Create(frame),
            SessionsCommand.Create(frame),
            RunsCommand.Create(frame),
            ToolsCommand.Create(frame),
            ReplayCommand.Create(frame),
            TasksCommand.Create(frame),
            EventsCommand.Create(frame),
            RetentionCommand.Create(frame),
            EraseUserCommand.Create(frame),
            ImportCommand.Create(frame),
            ExportCommand.Create(frame),
        };
        frame.Options.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new RootHelp((HelpAction)help.Action!);
        return root;
    }
}
