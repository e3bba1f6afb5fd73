using System.CommandLine;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>events tail</c>: the last events, and those that follow, until Ctrl+C.</summary>
internal static class EventsTailCommand
{
    public static Command Create(Frame frame)
    {
        var session = Given.IdOption("--session", "Only those about this session.");
        var run = Given.IdOption("--run", "Only those about this run.");
        var category = Given.Word<EventCategory>("--category", "Only those of this kind");
        var type = new Option<string?>("--type") { Description = "Only those of this type." };
        var tool = new Option<string?>("--tool") { Description = "Only those about this tool." };
        var last = new Option<int>("--last", "-n")
        {
            Description = "Begin with so many earlier ones: 0 to 1000.",
            HelpName = "count",
            DefaultValueFactory = _ => 10,
        };
        var noFollow = new Option<bool>("--no-follow") { Description = "End with what there is, instead of waiting for more." };
        return frame.Handle(
            new Command(
                "tail",
                "Writes the last events and those that follow, until Ctrl+C; as JSON lines with --json. "
                    + "One that comes more than ten minutes late is not seen.")
            {
                session, run, category, type, tool, last, noFollow,
            },
            (call, cancellationToken) => RunAsync(
                call,
                new EventFilter
                {
                    SessionId = call.Parsed.GetValue(session),
                    RunId = call.Parsed.GetValue(run),
                    Category = call.Parsed.GetValue(category),
                    Type = call.Parsed.GetValue(type),
                    ToolName = call.Parsed.GetValue(tool),
                },
                call.Parsed.GetValue(last),
                isFollowing: !call.Parsed.GetValue(noFollow),
                cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, EventFilter filter, int last, bool isFollowing, CancellationToken cancellationToken)
    {
        var tail = new EventTail(call.Get<IEventLog>(), call.Scope, filter, call.Surroundings.Clock);
        await foreach (var happened in tail.ReadAsync(last, isFollowing, cancellationToken))
        {
            call.Output.WriteLine(happened, CliJson.Default.AgentEvent, console => Write(console, happened));
        }

        return ExitCode.Done;
    }

    private static void Write(IAnsiConsole console, AgentEvent happened)
    {
        var head = $"{Words.Second(happened.OccurredAt)}  {Words.Of(happened.Category),-8}  ";
        var line = $"{Words.Line(happened.Type)}{(happened.ToolName is { } tool ? $" {Words.Line(tool)}" : "")}";
        var details = happened.Payload is { } payload ? $"  {Words.Line(payload.GetRawText())}" : "";
        details = Cell.Cut(details, Math.Max(0, console.Profile.Width - Cell.Width(head) - Cell.Width(line)));
        console.Write(new Paragraph()
            .Append(head, Looks.Quiet)
            .Append(Cell.Cut(line, Math.Max(1, console.Profile.Width - Cell.Width(head))), Looks.Strong)
            .Append($"{details}\n"));
    }
}
