using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>
/// A table that fits the terminal: flexible columns are cut, then the least important ones left out. Without a terminal it has all of them, whole.
/// Ids are never cut, so that each can be copied into the next command.
/// </summary>
internal static class Listing
{
    private const int Gap = 2;

    public static void Write<T>(IAnsiConsole console, IReadOnlyList<T> rows, params IReadOnlyList<Column<T>> columns)
    {
        var cells = columns.Select(column => rows.Select(row => Words.Line(column.Value(row))).ToArray()).ToArray();
        var widths = columns.Select((column, i) => cells[i].Append(column.Name).Max(Cell.Width)).ToArray();
        var shown = Fit(columns, widths, console.Profile.Width);
        WriteRow(console, [.. shown.Select(i => Cut(columns[i], columns[i].Name, Looks.Strong, widths[i]))]);
        for (var row = 0; row < rows.Count; row++)
        {
            WriteRow(console, [.. shown.Select(i => Cut(columns[i], cells[i][row], columns[i].Style?.Invoke(rows[row]) ?? Style.Plain, widths[i]))]);
        }
    }

    private static (string Text, Style Style) Cut<T>(Column<T> column, string text, Style style, int width)
    {
        var cut = Cell.Cut(text, width);
        var room = new string(' ', Math.Max(0, width - Cell.Width(cut)));
        return (column.IsNumber ? room + cut : cut + room, style);
    }

    /// <summary>A line ends with its text: nobody wants to copy blanks.</summary>
    private static void WriteRow(IAnsiConsole console, (string Text, Style Style)[] cells)
    {
        var last = Array.FindLastIndex(cells, cell => !string.IsNullOrWhiteSpace(cell.Text));
        var line = new Paragraph();
        for (var i = 0; i <= last; i++)
        {
            line.Append(i == last ? cells[i].Text.TrimEnd() : cells[i].Text, cells[i].Style);
            line.Append(i == last ? "\n" : new string(' ', Gap));
        }

        console.Write(line);
    }

    /// <summary>Makes columns narrower and leaves some out, until the rest fits.</summary>
    private static List<int> Fit<T>(IReadOnlyList<Column<T>> columns, int[] widths, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (true)
        {
            var excess = shown.Sum(i => widths[i] + Gap) - Gap - width;
            var slack = shown.Sum(i => columns[i].Least > 0 ? Math.Max(0, widths[i] - columns[i].Least) : 0);
            if (excess <= slack || shown.TrueForAll(i => columns[i].Rank == 0))
            {
                Shrink(columns, widths, shown, excess);
                return shown;
            }

            shown.Remove(shown.MaxBy(i => columns[i].Rank));
        }
    }

    /// <summary>The widest gives first.</summary>
    private static void Shrink<T>(IReadOnlyList<Column<T>> columns, int[] widths, List<int> shown, int excess)
    {
        for (; excess > 0; excess--)
        {
            var flexible = shown.Where(i => columns[i].Least > 0 && widths[i] > columns[i].Least).ToArray();
            if (flexible.Length == 0)
            {
                return;
            }

            widths[flexible.MaxBy(i => widths[i])]--;
        }
    }
}
