using System.CommandLine;
using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Reporting;

namespace AgentKit.Approvals.Commands;

/// <summary><c>inbox</c>: what waits for a person.</summary>
internal static class InboxCommand
{
    public static Command Create()
    {
        var workspace = CommonArguments.Workspace();
        var command = new Command("inbox", "Lists the steps that wait for a person.") { workspace };
        command.Does((parsed, cancellationToken) => RunAsync(AgentScope.ForService(parsed.GetRequiredValue(workspace)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AgentScope scope, CancellationToken cancellationToken)
    {
        await using var desk = await RefundDesk.OpenAsync(DatabaseAddress.Read(), cancellationToken);
        var page = await desk.Tasks.ListPendingApprovalsAsync(scope, cancellationToken: cancellationToken);
        await Inbox.WriteAsync(Console.Out, page, TimeProvider.System);
        return ExitCode.Done;
    }
}
