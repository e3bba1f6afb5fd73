using System.Diagnostics;
using AgentKit.Approvals.Reporting;
using Spectre.Console;

namespace AgentKit.Approvals.Story;

/// <summary>Writes who said what, and when.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    private const int RuleWidth = 100;

    /// <summary>Long enough to read on in a terminal. Nobody waits in front of a pipe.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1.5);

    private static readonly Style Quiet = new(Color.Grey);

    private readonly long _beginning = Stopwatch.GetTimestamp();

    /// <summary>The time since the story began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_beginning);

    public async Task ActAsync(string title, CancellationToken cancellationToken)
    {
        if (console.Profile.Capabilities.Interactive)
        {
            await Task.Delay(Breath, cancellationToken);
        }

        var line = $"── {title} ";
        console.WriteLine();
        console.Write(new Text(line.PadRight(Math.Min(RuleWidth, console.Profile.Width), '─') + "\n", Quiet));
    }

    /// <summary>What a role said.</summary>
    public void Says(Actor actor, SpokenLine line) => Write(line.At, actor.Name, new Style(actor.Color), line.Text, Style.Plain);

    /// <summary>What is typed into a terminal to start a role.</summary>
    public void Types(Actor actor, string command) => Write(Now, actor.Name, new Style(actor.Color), $"$ {command}", Quiet);

    /// <summary>What the narrator does or sees.</summary>
    public void Tells(string line) => Write(Now, "", Style.Plain, line, new Style(decoration: Decoration.Bold));

    public void Verdict(bool holds, string fact)
    {
        console.Write(new Text(holds ? "✓ " : "✗ ", new Style(holds ? Color.Green : Color.Red)));
        console.Write(new Text(fact + "\n"));
    }

    /// <summary>Texts from outside are no markup: their brackets mean nothing.</summary>
    private void Write(TimeSpan time, string name, Style nameStyle, string line, Style lineStyle) => console.Write(new Grid()
        .AddColumn(new GridColumn { Width = 6, NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 2, 0) })
        .AddColumn(new GridColumn { Width = 8, NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
        .AddColumn(new GridColumn { Padding = new Padding(0) })
        .AddRow(new Text($"{time.TotalSeconds:N1} s", Quiet), new Text(name, nameStyle), new Text(Words.Printable(line), lineStyle)));
}
