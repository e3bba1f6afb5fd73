using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>tasks approve</c> and <c>tasks reject</c>: the one decision of a person.</summary>
internal static class TasksDecideCommand
{
    public static Command Create(Frame frame, string name, string description, bool isApproved)
    {
        var step = new Argument<(Guid TaskId, int Number)?>("step")
        {
            Description = "Which step, as the inbox writes it: <task>/<number>.",
            CustomParser = result =>
            {
                if (Parse(result.Tokens[0].Value) is { } parsed)
                {
                    return parsed;
                }

                result.AddError("That is no step: write it as the inbox does, <task>/<number>.");
                return null;
            },
        };
        var by = new Option<string?>("--by") { Description = "Who decides; by default the user of --user." };
        var comment = new Option<string?>("--comment") { Description = "Why; kept with the decision." };
        return frame.Handle(
            new Command(name, description) { step, by, comment },
            (call, cancellationToken) => RunAsync(
                call,
                call.Parsed.GetValue(step)!.Value,
                isApproved,
                new NewDecision { Approver = call.Parsed.GetValue(by), Comment = call.Parsed.GetValue(comment) },
                cancellationToken));
    }

    private static async Task<int> RunAsync(
        Call call, (Guid TaskId, int Number) step, bool isApproved, NewDecision decision, CancellationToken cancellationToken)
    {
        if (call.Scope.UserId is null && decision.Approver is null)
        {
            throw new UsageException("A decision needs somebody who makes it: give --by.");
        }

        var tasks = call.Get<ITaskStore>();
        var task = isApproved
            ? await tasks.ApproveAsync(call.Scope, step.TaskId, step.Number, decision, cancellationToken)
            : await tasks.RejectAsync(call.Scope, step.TaskId, step.Number, decision, cancellationToken);
        var made = task.Steps[step.Number - 1].Decision!;
        call.Output.Write(task, CliJson.Default.AgentTask, console => console.WriteLine(
            $"{(made.IsApproved ? "approved" : "rejected")} by {Words.Line(made.DecidedBy)} at {Words.Time(made.DecidedAt)}; "
            + $"the task is {Words.Of(task.Status)}"));
        return ExitCode.Done;
    }

    private static (Guid TaskId, int Number)? Parse(string text) =>
        text.Split('/') is [var task, var number]
        && Guid.TryParse(task, out var taskId)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
        && parsed > 0
            ? (taskId, parsed)
            : null;
}
