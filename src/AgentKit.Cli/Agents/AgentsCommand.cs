using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>agents</c>: who is registered.</summary>
internal static class AgentsCommand
{
    public static Command Create(Frame frame) => new("agents", "The agents that are registered, and what each is made of.")
    {
        AgentsListCommand.Create(frame),
        AgentsShowCommand.Create(frame),
    };
}
