using AgentKit.Quickstart.Loading;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>What the workers met, how the tools fared, and what it all amounts to.</summary>
internal static class Tables
{
    private const int MaxWorkers = 16;
    private const int MaxName = 34;

    public static void WriteWorkers(IAnsiConsole console, IReadOnlyList<Worker> workers)
    {
        Heading.Part(console, "Who stored what, and how often somebody else was faster");
        var table = NewTable("Worker", "Messages", "Tool runs", "Conflicts resolved");
        if (workers.Count <= MaxWorkers)
        {
            foreach (var worker in workers)
            {
                Add(table, $"{worker.Number} on host {worker.Host}", worker.Turns, worker.ToolRuns, worker.Conflicts);
            }
        }
        else
        {
            foreach (var host in workers.GroupBy(worker => worker.Host))
            {
                AddSum(table, $"{host.Count()} on host {host.Key}", host);
            }
        }

        AddSum(table, "all", workers);
        console.Write(table);
    }

    public static void WriteTools(IAnsiConsole console, IReadOnlyList<ToolStatistics> tools)
    {
        Heading.Part(console, "Tools, each answering from the recording after a few milliseconds");
        var table = NewTable("Tool", "Runs", "Failed", "Median", "95 %");
        foreach (var tool in tools.OrderByDescending(tool => tool.Count))
        {
            table.AddRow(
                new Text(Words.Short(tool.ToolName, MaxName)),
                new Text($"{tool.Count:N0}"),
                new Text($"{tool.Failures:N0}", tool.Failures == 0 ? Style.Plain : new Style(Color.Red)),
                new Text(Words.Milliseconds(tool.Median)),
                new Text(Words.Milliseconds(tool.Percentile95)));
        }

        console.Write(table);
    }

    public static void WriteTotals(
        IAnsiConsole console, IReadOnlyList<Session> sessions, long toolRuns, int answers, int estimated, PriceTable prices)
    {
        Heading.Part(console, "Totals");
        var about = estimated == 0 ? "" : "~";
        var table = NewTable("", "");
        table.ShowHeaders = false;
        AddTotal("Sessions", $"{sessions.Count:N0}");
        AddTotal("Messages", $"{sessions.Sum(session => session.TurnCount):N0}");
        AddTotal("Tool calls", $"{toolRuns:N0}");
        AddTotal("Input tokens", $"{about}{sessions.Sum(session => session.InputTokens):N0}");
        AddTotal("Output tokens", $"{about}{sessions.Sum(session => session.OutputTokens):N0}");
        AddTotal("Cost", $"{about}${sessions.Sum(session => session.Cost):N4}");
        console.Write(table);

        if (estimated > 0)
        {
            console.WriteLine(
                $"~ The recordings state no usage for {estimated:N0} of {answers:N0} answers: estimated at one token for four "
                + "characters, the input being everything said before.");
        }

        console.WriteLine($"Priced at {prices}, unless the model has a price of its own.");

        void AddTotal(string name, string value) => table.AddRow(name, value);
    }

    private static Table NewTable(string first, params string[] numbers)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(first).NoWrap());
        foreach (var number in numbers)
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        return table;
    }

    private static void AddSum(Table table, string name, IEnumerable<Worker> workers) => Add(
        table, name, workers.Sum(worker => worker.Turns), workers.Sum(worker => worker.ToolRuns), workers.Sum(worker => worker.Conflicts));

    private static void Add(Table table, string name, params int[] numbers) =>
        table.AddRow([new Text(name), .. numbers.Select(number => new Text($"{number:N0}"))]);
}
