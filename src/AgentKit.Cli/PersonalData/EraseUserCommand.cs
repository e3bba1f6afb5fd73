using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>erase-user</c>: everything that belongs to a person, with a receipt.</summary>
internal static class EraseUserCommand
{
    public static Command Create(Frame frame)
    {
        var user = new Argument<string>("user") { Description = "The id of the user." };
        var id = Given.IdOption("--erasure-id", "The id of the receipt, to go on with an erasure that was broken off.");
        var command = new Command("erase-user", "Erases everything that belongs to a user of a workspace, and writes the receipt.") { user, id };
        var confirmation = new Confirmation().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call, call.Parsed.GetRequiredValue(user), call.Parsed.GetValue(id) ?? Guid.CreateVersion7(), confirmation, cancellationToken));
    }

    private static async Task<int> RunAsync(
        Call call, string userId, Guid erasureId, Confirmation confirmation, CancellationToken cancellationToken)
    {
        var turns = 0L;
        var sessions = await BoundedCount.DescribeAsync(
            cursor => call.Get<ISessionStore>().ListAsync(
                call.Scope, new SessionFilter { UserId = userId, Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
            session =>
            {
                turns += session.TurnCount;
                return true;
            });
        var tasks = await BoundedCount.DescribeAsync(
            cursor => call.Get<ITaskStore>().ListAsync(
                call.Scope, new TaskFilter { UserId = userId, Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
            _ => true);

        await confirmation.AskAsync(
            call,
            [
                $"Everything that belongs to user {Words.Line(userId)} of workspace {call.Scope.WorkspaceId} is erased:",
                $"  sessions: {sessions}, with {Words.Number(turns)} turns, their state, runs and tool runs",
                $"  tasks: {tasks}; and events and preferences",
            ],
            cancellationToken);
        call.Output.Message($"If it is broken off, go on with --erasure-id {erasureId}");
        var receipt = await call.Get<IPersonalData>().EraseUserAsync(call.Scope, userId, erasureId, cancellationToken);
        call.Output.Write(receipt, CliJson.Default.ErasureReceipt, console =>
        {
            Fields.Write(console, ("receipt", receipt.Id.ToString()), ("erased", Words.Time(receipt.ErasedAt)));
            RowCounts.Write(console, "REMOVED", receipt.Removed);
            if (receipt.Pseudonymized.Count > 0)
            {
                RowCounts.Write(console, "MADE ANONYMOUS", receipt.Pseudonymized);
            }
        });
        return ExitCode.Done;
    }
}
