using System.CommandLine;
using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Reporting;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Commands;

/// <summary><c>approve</c> and <c>reject</c>: a person decides, once.</summary>
internal static class DecideCommand
{
    public static Command Create(string name, string description, bool isApproved)
    {
        var step = CommonArguments.Step();
        var by = new Option<string>("--by") { Description = "Who decides.", Required = true }.AcceptIds();
        var comment = new Option<string?>("--comment") { Description = "Why; kept with the decision." };
        var workspace = CommonArguments.Workspace();
        var command = new Command(name, description) { step, by, comment, workspace };
        command.Does((parsed, cancellationToken) => RunAsync(
            // The task belongs to the desk. That this person may decide for it is checked before, by whoever has authenticated them.
            AgentScope.ForService(parsed.GetRequiredValue(workspace), parsed.GetRequiredValue(by)),
            parsed.GetRequiredValue(step),
            isApproved,
            parsed.GetValue(comment),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        AgentScope scope, StepReference reference, bool isApproved, string? comment, CancellationToken cancellationToken)
    {
        await using var desk = await RefundDesk.OpenAsync(DatabaseAddress.Read(), cancellationToken);
        var decision = new NewDecision { Comment = comment };
        var task = isApproved
            ? await desk.Tasks.ApproveAsync(scope, reference.TaskId, reference.Number, decision, cancellationToken)
            : await desk.Tasks.RejectAsync(scope, reference.TaskId, reference.Number, decision, cancellationToken);
        var made = task.Steps[reference.Number - 1].Decision!;
        var consequence = made.IsApproved ? "a worker may go on" : "the task is called off";
        await Console.Out.WriteLineAsync(
            $"{(made.IsApproved ? "approved" : "rejected")} by {Words.Printable(made.DecidedBy)} at {Words.Time(made.DecidedAt)}; {consequence}");
        return ExitCode.Done;
    }
}
