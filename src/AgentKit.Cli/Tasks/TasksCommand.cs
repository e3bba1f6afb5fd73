using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>tasks</c>: what waits for people.</summary>
internal static class TasksCommand
{
    public static Command Create(Frame frame) => new("tasks", "What waits for a person, and the decision on it.")
    {
        TasksInboxCommand.Create(frame),
        TasksDecideCommand.Create(frame, "approve", "Lets a step be carried out.", isApproved: true),
        TasksDecideCommand.Create(frame, "reject", "Refuses a step; its task is canceled with it.", isApproved: false),
    };
}
