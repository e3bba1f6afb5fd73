using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>sessions</c>: conversations and workflows.</summary>
internal static class SessionsCommand
{
    public static Command Create(Frame frame) => new("sessions", "Conversations and workflows: lists, and transcripts.")
    {
        SessionsListCommand.Create(frame),
        SessionsShowCommand.Create(frame),
    };
}
