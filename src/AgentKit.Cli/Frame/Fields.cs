using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Names and values below each other; what has no value is left out.</summary>
internal static class Fields
{
    public static void Write(IAnsiConsole console, params IReadOnlyList<(string Name, string? Value)> fields)
    {
        var shown = fields.Where(field => !string.IsNullOrEmpty(field.Value)).ToArray();
        var widest = shown.Max(field => field.Name.Length);
        var grid = new Grid()
            .AddColumn(new GridColumn { Width = widest, NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (name, value) in shown)
        {
            grid.AddRow(new Text(name, Looks.Quiet), new Text(Words.Printable(value!)));
        }

        console.Write(grid);
    }
}
