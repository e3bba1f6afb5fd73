using System.CommandLine;

namespace AgentKit.Approvals.Commands;

/// <summary>All that can be asked for on the command line; without a command, the whole story.</summary>
internal static class ApprovalsCommand
{
    public static RootCommand Create()
    {
        var inPlace = new Option<bool>("--in-place")
        {
            Description =
                "Play in the database of AGENTKIT_CONNECTION_STRING and leave there what was written; by default in a throw-away one.",
        };
        var root = new RootCommand(
            "A refund waits for a person's approval and is paid once, although its worker is killed. Without a command, all of it.")
        {
            inPlace,
            ServerCommand.Create(),
            SubmitCommand.Create(),
            WorkerCommand.Create(),
            InboxCommand.Create(),
            DecideCommand.Create("approve", "Lets a step be carried out.", isApproved: true),
            DecideCommand.Create("reject", "Refuses a step, which calls its task off.", isApproved: false),
            StatusCommand.Create(),
        };
        root.Does((parsed, cancellationToken) => StoryCommand.RunAsync(parsed.GetValue(inPlace), cancellationToken));
        return root;
    }
}
