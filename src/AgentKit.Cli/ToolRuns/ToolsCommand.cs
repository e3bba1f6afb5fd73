using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>tools</c>: how the tools did.</summary>
internal static class ToolsCommand
{
    public static Command Create(Frame frame) => new("tools", "How the tools did.")
    {
        ToolsStatsCommand.Create(frame),
    };
}
