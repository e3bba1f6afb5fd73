using System.CommandLine;
using AgentKit.Approvals.Hosting;
using AgentKit.Approvals.Refunds;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Commands;

/// <summary><c>worker</c>: carries out tasks until it is stopped, or killed.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "What it is called.",
            DefaultValueFactory = _ => $"worker-{Environment.ProcessId}",
        }.AcceptIds();
        var lease = CommonArguments.Seconds("--lease", "How many seconds after its death another worker goes on.", 10);
        var look = CommonArguments.Seconds("--look-every", "How many seconds it waits before it looks for work again.", 0.5);
        var pause = new Option<string?>("--pause-in")
        {
            Description = "Does this tool's work and then waits for ever, before that is noted: the moment to kill it.",
        };
        pause.AcceptOnlyFromAmong(CheckOrderTool.ToolName, RefundTool.ToolName, SendMailTool.ToolName);
        var untilInputEnds = new Option<bool>("--until-input-ends") { Description = "Stops when its standard input ends, and so with its parent." };
        var workspace = CommonArguments.Workspace();
        var command = new Command("worker", "Carries out tasks until it is stopped.") { name, lease, look, pause, untilInputEnds, workspace };
        command.Does(async (parsed, cancellationToken) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (parsed.GetValue(untilInputEnds))
            {
                _ = Task.Run(() => StopWithInputAsync(stop), CancellationToken.None);
            }

            var options = new WorkerOptions
            {
                WorkspaceId = parsed.GetRequiredValue(workspace),
                Name = parsed.GetRequiredValue(name),
                Lease = TimeSpan.FromSeconds(parsed.GetValue(lease)),
                LookEvery = TimeSpan.FromSeconds(parsed.GetValue(look)),
            };
            await WorkerHost.RunAsync(DatabaseAddress.Read(), options, parsed.GetValue(pause), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The kernel closes the pipes of the dead, so this also sees a parent that was killed.</summary>
    private static async Task StopWithInputAsync(CancellationTokenSource stop)
    {
        await using var input = Console.OpenStandardInput();
        var parent = new byte[64];
        while (await input.ReadAsync(parent) > 0)
        {
            // Whatever it says, it lives.
        }

        await stop.CancelAsync();
    }
}
