using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>export session</c>: one session, in any of the formats.</summary>
internal static class ExportSessionCommand
{
    public static Command Create(Frame frame)
    {
        var id = Given.Id("id", "The session.");
        var format = FormatOption.Create("The format of the file; agentkit by default, the one that holds everything");
        var target = new ExportTarget();
        var command = new Command("session", "Writes one session.") { id, format };
        target.AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            call.Parsed.GetRequiredValue(id),
            call.Parsed.GetValue(format) ?? ConversationFormat.AgentKit,
            target,
            cancellationToken));
    }

    private static async Task<int> RunAsync(
        Call call, Guid id, ConversationFormat format, ExportTarget target, CancellationToken cancellationToken)
    {
        if (format == ConversationFormat.AgentKit)
        {
            return await target.WriteAsync(call, $"session {id}", format, async stream =>
            {
                var receipt = await call.Get<IPersonalData>().ExportSessionAsync(call.Scope, id, stream, cancellationToken);
                return new ExportOutcome(receipt.Rows["turns"], receipt.Rows.Values.Sum(), Omitted: 0);
            });
        }

        var sessions = call.Get<ISessionStore>();
        var session = await sessions.GetAsync(call.Scope, id, cancellationToken);
        var turns = sessions.StreamTurnsAsync(call.Scope, id, cancellationToken: cancellationToken);
        return await target.WriteAsync(
            call, $"session {id}", format, stream => ConversationWriters.Of(format).WriteAsync(session, turns, stream, cancellationToken));
    }
}
