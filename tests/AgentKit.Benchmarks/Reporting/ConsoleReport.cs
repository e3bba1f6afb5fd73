using Spectre.Console;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>The report on a terminal, or as plain text in a pipe.</summary>
internal static class ConsoleReport
{
    private const int PlainWidth = 160;

    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = PlainWidth;
        return console;
    }

    public static void Write(IAnsiConsole console, Report report)
    {
        // What matters most comes last: it is what one sees.
        var tables = ReportTable.Of(report).ToList();
        foreach (var table in report.Targets.Count == 0 ? tables : tables.Skip(1).Append(tables[0]))
        {
            Write(console, table);
        }

        foreach (var missing in report.Missing)
        {
            console.MarkupLineInterpolated($"[yellow]Not run:[/] {missing}");
        }

        console.WriteLine(report.Machine.ToString());
    }

    private static void Write(IAnsiConsole console, ReportTable content)
    {
        console.WriteLine();
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(content.Title)) };
        foreach (var column in content.Columns)
        {
            var header = new TableColumn(Markup.Escape(column));
            table.AddColumn(table.Columns.Count == 0 ? header : header.RightAligned());
        }

        foreach (var row in content.Rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell, StyleOf(cell)))]);
        }

        console.Write(table);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "reached" => new Style(Color.Green),
        "missed" => new Style(Color.Red),
        _ => Style.Plain,
    };
}
