using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>export</c>: sessions and people's data as files.</summary>
internal static class ExportCommand
{
    public static Command Create(Frame frame) => new("export", "Writes a session, or all of a person's data, to a file.")
    {
        ExportSessionCommand.Create(frame),
        ExportUserCommand.Create(frame),
    };
}
