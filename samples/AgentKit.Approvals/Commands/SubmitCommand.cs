using System.CommandLine;
using System.Globalization;
using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Refunds;
using AgentKit.Approvals.Reporting;

namespace AgentKit.Approvals.Commands;

/// <summary><c>submit</c>: what the support agent does when a customer wants money back.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var order = new Option<string>("--order")
        {
            Description = "The order: A-1001, A-1002 or A-1003.",
            DefaultValueFactory = _ => "A-1001",
        }.AcceptText(RefundRequest.MaxOrderLength);
        var amount = new Option<decimal>("--amount")
        {
            Description = $"How many dollars; a person has to approve more than {RefundRequest.Limit}.",
            DefaultValueFactory = _ => 249.00m,
            CustomParser = CommonArguments.Parser<decimal>(
                $"--amount must be from 0.01 to {RefundRequest.MaxAmount} dollars, in whole cents.", RefundRequest.TryParseAmount),
        };
        var priority = new Option<int>("--priority")
        {
            Description = "Higher ones are claimed first.",
            DefaultValueFactory = _ => 0,
            CustomParser = CommonArguments.Parser<int>(
                "--priority must be a whole number.",
                (text, out number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)),
        };
        var workspace = CommonArguments.Workspace();
        var command = new Command("submit", "Makes a task: check the order, pay it back, tell the customer.") { order, amount, priority, workspace };
        command.Does((parsed, cancellationToken) => RunAsync(
            AgentScope.ForService(parsed.GetRequiredValue(workspace)),
            new RefundRequest(parsed.GetRequiredValue(order), parsed.GetValue(amount)).ToTask() with { Priority = parsed.GetValue(priority) },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AgentScope scope, NewTask asked, CancellationToken cancellationToken)
    {
        await using var desk = await RefundDesk.OpenAsync(DatabaseAddress.Read(), cancellationToken);
        var task = await desk.Tasks.CreateAsync(scope, asked, cancellationToken);
        await Console.Out.WriteLineAsync($"submitted \"{Words.Printable(task.Title)}\", task {task.Id}");
        foreach (var step in task.Steps)
        {
            var approval = step.RequiresApproval ? ", once a person has approved it" : "";
            await Console.Out.WriteLineAsync($"step {step.Number} {step.ToolName}: {step.Title.ToLowerInvariant()}{approval}");
        }

        return ExitCode.Done;
    }
}
