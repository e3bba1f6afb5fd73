using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>sessions show</c>: a session and its transcript.</summary>
internal static class SessionsShowCommand
{
    private const int DefaultTurns = 200;
    private const int MostToolRuns = 1000;

    public static Command Create(Frame frame)
    {
        var session = Given.Id("session", "The id of the session.");
        var last = new Option<int>("--last", "-n")
        {
            Description = "Only the last turns, so many: 1 to 1000.",
            HelpName = "count",
            DefaultValueFactory = _ => DefaultTurns,
        };
        var full = new Option<bool>("--full") { Description = "Nothing folded or cut: whole texts, inputs and outputs of tools." };
        return frame.Handle(
            new Command("show", "Shows a session and its transcript.") { session, last, full },
            (call, cancellationToken) => RunAsync(
                call, call.Parsed.GetValue(session), call.Parsed.GetValue(last), call.Parsed.GetValue(full), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, Guid sessionId, int last, bool isFull, CancellationToken cancellationToken)
    {
        var sessions = call.Get<ISessionStore>();
        var session = await sessions.GetAsync(call.Scope, sessionId, cancellationToken);
        var turns = await sessions.GetLastTurnsAsync(call.Scope, sessionId, last, wholeToolCalls: true, cancellationToken);
        var toolRuns = await call.Get<IToolRunLog>().ListAsync(
            call.Scope, new ToolRunFilter { SessionId = sessionId, Limit = MostToolRuns }, cancellationToken);

        var shown = new SessionTranscript(session, turns, ToolRunsOf(turns, toolRuns.Items));
        call.Output.Write(shown, CliJson.Default.SessionTranscript, console =>
        {
            SessionHead.Write(console, session);
            new TranscriptWriter(console, shown, isFull).Write();
        });
        return ExitCode.Done;
    }

    /// <summary>Only those that the shown turns asked for.</summary>
    private static IReadOnlyList<ToolRun> ToolRunsOf(IReadOnlyList<Turn> turns, IReadOnlyList<ToolRun> toolRuns)
    {
        var asked = turns.SelectMany(turn => turn.Content).OfType<ToolUseBlock>().Select(use => use.Id).ToHashSet(StringComparer.Ordinal);
        return [.. toolRuns.Where(run => run.ToolUseId is { } id && asked.Contains(id)).Reverse()];
    }
}
