using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Names and values below each other; what has no value is left out.</summary>
internal static class Fields
{
    private const int Gap = 2;

    public static void Write(IAnsiConsole console, params IReadOnlyList<(string Name, string? Value)> fields)
    {
        var shown = fields.Where(field => !string.IsNullOrEmpty(field.Value)).ToArray();
        var indent = shown.Max(field => field.Name.Length) + Gap;
        foreach (var (name, value) in shown)
        {
            var lines = Wrap.Lines(Words.Printable(value!), console.Profile.Width - indent);
            console.Write(new Paragraph().Append(name.PadRight(indent), Looks.Quiet).Append($"{lines[0]}\n"));
            Wrap.Write(console, lines.Skip(1), indent, Style.Plain);
        }
    }
}
