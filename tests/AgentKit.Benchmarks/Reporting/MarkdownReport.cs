using System.Globalization;
using System.Text;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>The report as Markdown, and its place in a document.</summary>
internal static class MarkdownReport
{
    public static string Of(Report report)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured on {report.At:yyyy-MM-dd}: {report.Machine}.");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Effort.Rounds} rounds of {report.Effort.Slice.TotalSeconds:0.#} s for each variant; in brackets, between which values half of the rounds lay.");
        foreach (var table in ReportTable.Of(report))
        {
            text.AppendLine().Append("### ").AppendLine(table.Title).AppendLine();
            AppendRow(text, table.Columns);
            AppendRow(text, table.Columns.Select((_, i) => i == 0 ? "---" : "---:"));
            foreach (var row in table.Rows)
            {
                AppendRow(text, row.Select(cell => cell == "missed" ? "**missed**" : cell));
            }
        }

        foreach (var missing in report.Missing)
        {
            text.AppendLine().Append("Not run: ").Append(missing).AppendLine(".");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Replaces what stands between the marks.</summary>
    /// <exception cref="InvalidOperationException">The document has no marks.</exception>
    public static string PutInto(string document, string name, string results)
    {
        var mark = $"<!-- written by `{name} --publish` -->";
        var endMark = $"<!-- end of `{name}` -->";
        var begin = document.IndexOf(mark, StringComparison.Ordinal);
        var end = document.IndexOf(endMark, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..(begin + mark.Length)]}\n\n{results}\n{document[end..]}"
            : throw new InvalidOperationException($"The document has no place for the results: {mark} … {endMark}");
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
