using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>runs</c>: executions of agents.</summary>
internal static class RunsCommand
{
    public static Command Create(Frame frame) => new("runs", "Executions of agents: lists, and the time line of one.")
    {
        RunsListCommand.Create(frame),
        RunsShowCommand.Create(frame),
    };
}
