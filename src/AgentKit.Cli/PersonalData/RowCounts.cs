using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Rows by table, as receipts have them.</summary>
internal static class RowCounts
{
    public static void Write(IAnsiConsole console, string head, IReadOnlyDictionary<string, long> rows)
    {
        if (rows.Count == 0)
        {
            console.WriteLine("nothing");
            return;
        }

        Listing.Write(
            console,
            [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal)],
            new("TABLE", row => row.Key),
            new Column<KeyValuePair<string, long>>(head, row => Words.Number(row.Value)) { IsNumber = true });
    }
}
