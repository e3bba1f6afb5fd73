using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>tasks inbox</c>: the steps that wait for an approval.</summary>
internal static class TasksInboxCommand
{
    public static Command Create(Frame frame)
    {
        var session = Given.IdOption("--session", "Only those of this session.");
        var owner = new Option<string?>("--owner") { Description = "Only those of this user." };
        var command = new Command("inbox", "Lists the steps that wait for an approval, those of the oldest task first.") { session, owner };
        var paging = new Paging().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            new ApprovalFilter
            {
                SessionId = call.Parsed.GetValue(session),
                UserId = call.Parsed.GetValue(owner),
                Limit = paging.Limit(call),
                Cursor = paging.Cursor(call),
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, ApprovalFilter filter, CancellationToken cancellationToken)
    {
        var page = await call.Get<ITaskStore>().ListPendingApprovalsAsync(call.Scope, filter, cancellationToken);
        call.Output.Write(page, CliJson.Default.PagePendingApproval, console => Listing.Write(
            console,
            page.Items,
            new("STEP", approval => $"{approval.TaskId}/{approval.StepNumber}"),
            new("TASK", approval => approval.TaskTitle) { Least = 20 },
            new("WHAT", approval => approval.StepTitle) { Least = 16, Rank = 1 },
            new("TOOL", approval => approval.ToolName ?? "") { Least = 6, Rank = 4 },
            new("INPUT", approval => approval.Input?.GetRawText() ?? "") { Least = 24, Rank = 5 },
            new("USER", approval => approval.UserId ?? "") { Least = 5, Rank = 3 },
            new("WAITING", approval => Words.Ago(approval.WaitingSince, call)) { Rank = 2 },
            new("DUE", approval => Words.Time(approval.DueAt)) { Rank = 6 }));
        if (page.Items.Count == 0)
        {
            call.Output.Message("Nothing waits for an approval.");
        }
        else if (!call.Output.IsJson)
        {
            call.Output.Message("Decide with agentkit tasks approve <step> --by <who>, or reject; without --by it is the user of --user.");
        }

        Paging.SayNext(call, page.Next);
        return ExitCode.Done;
    }
}
