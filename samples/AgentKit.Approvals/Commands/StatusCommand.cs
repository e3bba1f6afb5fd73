using System.CommandLine;
using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Reporting;

namespace AgentKit.Approvals.Commands;

/// <summary><c>status</c>: what has become of the tasks.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var task = new Argument<Guid?>("task")
        {
            Description = "One task; the latest twenty if none is named.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = CommonArguments.Parser<Guid?>(
                "That is no task: write it as submit and the inbox do.",
                (text, out id) => (id = Guid.TryParse(text, out var parsed) ? parsed : null) is not null),
        };
        var workspace = CommonArguments.Workspace();
        var command = new Command("status", "Shows tasks, their steps, and what the outside world was asked for.") { task, workspace };
        command.Does((parsed, cancellationToken) =>
            RunAsync(AgentScope.ForService(parsed.GetRequiredValue(workspace)), parsed.GetValue(task), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AgentScope scope, Guid? taskId, CancellationToken cancellationToken)
    {
        await using var desk = await RefundDesk.OpenAsync(DatabaseAddress.Read(), cancellationToken);
        var tasks = taskId is { } id
            ? [await desk.Tasks.GetAsync(scope, id, cancellationToken)]
            : (await desk.Tasks.ListAsync(scope, new TaskFilter { Limit = 20 }, cancellationToken)).Items;
        foreach (var task in tasks)
        {
            await TaskReport.WriteAsync(Console.Out, task, await desk.Outside.ListAsync(task.Id, cancellationToken));
        }

        if (tasks.Count == 0)
        {
            await Console.Out.WriteLineAsync("there is no task yet");
        }

        return ExitCode.Done;
    }
}
