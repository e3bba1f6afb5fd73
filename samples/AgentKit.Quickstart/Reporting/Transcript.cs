using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>One session as it was read from the database: who said what, which tools were asked for, what they answered.</summary>
internal static class Transcript
{
    /// <summary>Longer sessions are shown up to here.</summary>
    public const int MaxTurns = 24;

    private const int MaxText = 220;
    private const int MaxJson = 140;

    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Call = new(Color.Yellow);
    private static readonly Style Failure = new(Color.Red);

    public static void Write(IAnsiConsole console, Session session, IReadOnlyList<Turn> turns)
    {
        Heading.Part(console, $"Transcript of {session.Title ?? session.Id.ToString()}");
        var grid = new Grid()
            .AddColumn(new GridColumn { Alignment = Justify.Right, NoWrap = true, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var turn in turns)
        {
            var role = turn.Role.ToString().ToLowerInvariant();
            grid.AddRow(new Text($"{turn.Number}", Quiet), new Text(role, new Style(ColorOf(turn.Role))), Content(turn));
        }

        console.Write(grid);
        if (session.TurnCount > turns.Count)
        {
            console.Write(new Text($"… and {Words.Count(session.TurnCount - turns.Count, "more message")}\n", Quiet));
        }
    }

    private static Color ColorOf(TurnRole role) => role switch
    {
        TurnRole.User => Color.Green,
        TurnRole.Assistant => Color.Aqua,
        TurnRole.Tool => Color.Yellow,
        _ => Color.Grey,
    };

    private static Paragraph Content(Turn turn)
    {
        var content = new Paragraph();
        var separator = "";
        foreach (var block in turn.Content)
        {
            if (block is TextBlock { Text: "" } && turn.Content.Count > 1)
            {
                continue;
            }

            content.Append(separator);
            Append(content, block);
            separator = "\n";
        }

        return content;
    }

    /// <summary>The four kinds of blocks are all there are.</summary>
    private static void Append(Paragraph content, ContentBlock block)
    {
        switch (block)
        {
            case TextBlock text:
                content.Append(Words.Short(text.Text, MaxText));
                break;
            case ToolUseBlock use:
                content.Append($"→ {Words.Short(use.Name, MaxJson)} ", Call).Append(Words.Short(use.Input.ToString(), MaxJson), Quiet);
                break;
            case ToolResultBlock result:
                content.Append("← ", Call).Append(Words.Short(result.Output.ToString(), MaxJson), result.IsError ? Failure : Quiet);
                break;
            case OtherBlock other:
                content.Append($"[{Words.Short(other.Type, MaxJson)}] ", Call).Append(Words.Short(other.Json.ToString(), MaxJson), Quiet);
                break;
        }
    }
}
