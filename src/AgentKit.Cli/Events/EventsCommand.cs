using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>events</c>: the record of what happened.</summary>
internal static class EventsCommand
{
    public static Command Create(Frame frame) => new("events", "The record of what happened.")
    {
        EventsTailCommand.Create(frame),
    };
}
