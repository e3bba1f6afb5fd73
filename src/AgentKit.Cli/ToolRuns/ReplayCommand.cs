using System.CommandLine;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>replay</c>: what the tools of a session did, in order.</summary>
internal static class ReplayCommand
{
    private const int LongJson = 200;

    public static Command Create(Frame frame)
    {
        var session = Given.Id("session", "The id of the session.");
        var full = new Option<bool>("--full") { Description = "Whole inputs and outputs." };
        return frame.Handle(
            new Command("replay", "Writes the tool runs of a session in the order in which they began; as JSON lines with --json.") { session, full },
            (call, cancellationToken) => RunAsync(call, call.Parsed.GetValue(session), call.Parsed.GetValue(full), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, Guid sessionId, bool isFull, CancellationToken cancellationToken)
    {
        // A session that is not there has no tool runs either: that is to be told apart.
        await call.Get<ISessionStore>().GetAsync(call.Scope, sessionId, cancellationToken);
        var count = 0;
        await foreach (var run in call.Get<IToolRunLog>().ReplayAsync(call.Scope, sessionId, cancellationToken))
        {
            count++;
            call.Output.WriteLine(run, CliJson.Default.ToolRun, console => Write(console, count, run, isFull));
        }

        if (!call.Output.IsJson)
        {
            call.Output.Message(Words.Count(count, "tool run", "tool runs"));
        }

        return ExitCode.Done;
    }

    private static void Write(IAnsiConsole console, int number, ToolRun run, bool isFull)
    {
        string[] details = [Words.Time(run.StartedAt), Words.Duration(run.Duration), run.Attempt > 1 ? $"attempt {run.Attempt}" : "", run.Worker ?? ""];
        console.Write(new Paragraph()
            .Append($"{number} ", Looks.Quiet)
            .Append($"{Words.Line(run.ToolName)} ", Looks.Strong)
            .Append(Words.Of(run.Status), Looks.Of(run.Status))
            .Append($"  {string.Join(" · ", details.Where(detail => detail.Length > 0))}\n", Looks.Quiet));
        WritePart(console, "→ ", run.Input.GetRawText(), isFull, Style.Plain);
        if (run.Error is { } error)
        {
            WritePart(console, "! ", Words.Error(error.Type, error.Message), isFull, Looks.Bad);
        }
        else if (run.Output is { } output)
        {
            WritePart(console, "← ", output.GetRawText(), isFull, Style.Plain);
        }
    }

    private static void WritePart(IAnsiConsole console, string mark, string text, bool isFull, Style style) =>
        Wrap.Write(console, mark + (isFull ? Words.Printable(text) : Cell.Cut(Words.Line(text), LongJson)), indent: 4, style);
}
