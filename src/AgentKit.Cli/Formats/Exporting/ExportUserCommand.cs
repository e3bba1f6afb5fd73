using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>export user</c>: all of a person's data, in the format of AgentKit.</summary>
internal static class ExportUserCommand
{
    public static Command Create(Frame frame)
    {
        var id = new Argument<string>("id") { Description = "The user." };
        var target = new ExportTarget();
        var command = new Command("user", "Writes all of a person's data: sessions with everything in them, tasks, events, preferences.") { id };
        target.AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(id), target, cancellationToken));
    }

    private static Task<int> RunAsync(Call call, string id, ExportTarget target, CancellationToken cancellationToken) =>
        target.WriteAsync(call, $"user {id}", ConversationFormat.AgentKit, async stream =>
        {
            var receipt = await call.Get<IPersonalData>().ExportUserAsync(call.Scope, id, stream, cancellationToken);
            return new ExportOutcome(receipt.Rows["turns"], receipt.Rows.Values.Sum(), Omitted: 0);
        });
}
