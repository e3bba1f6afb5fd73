using System.Diagnostics;
using AgentKit.Quickstart.Loading;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>Shows how the loading gets on: a moving bar in a terminal, a line for each quarter elsewhere.</summary>
internal static class ProgressView
{
    private const int Quarters = 4;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    public static async Task ShowAsync(IAnsiConsole console, LoadProgress progress, Func<Task> load)
    {
        var clock = Stopwatch.StartNew();
        if (console.Profile.Capabilities.Interactive)
        {
            await ShowBarAsync(console, progress, load);
        }
        else
        {
            await ShowLinesAsync(console, progress, load);
        }

        console.WriteLine(
            $"Stored {Words.Count(progress.Stored, "message")} in {clock.Elapsed.TotalSeconds:N1} s; "
            + $"{Words.Count(progress.Conflicts, "conflict")} met and resolved.");
    }

    private static Task ShowBarAsync(IAnsiConsole console, LoadProgress progress, Func<Task> load) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Describe(progress), maxValue: progress.Messages);
                await foreach (var _ in BeatsAsync(load))
                {
                    bar.Description = Describe(progress);
                    bar.Value = progress.Stored;
                }
            });

    private static async Task ShowLinesAsync(IAnsiConsole console, LoadProgress progress, Func<Task> load)
    {
        var shown = 0L;
        await foreach (var _ in BeatsAsync(load))
        {
            var quarter = progress.Stored * Quarters / Math.Max(1, progress.Messages);
            if (quarter <= shown)
            {
                continue;
            }

            shown = quarter;
            console.WriteLine($"{quarter * 100 / Quarters,3} %  {Describe(progress)}");
        }
    }

    /// <summary>One beat after the other while it loads, and a last one when it is done; then its exception, if it has one.</summary>
    private static async IAsyncEnumerable<long> BeatsAsync(Func<Task> load)
    {
        var loading = load();
        for (var beat = 0L; ; beat++)
        {
            var isDone = await Task.WhenAny(loading, Task.Delay(Beat)) == loading;
            if (isDone)
            {
                await loading;
            }

            yield return beat;
            if (isDone)
            {
                yield break;
            }
        }
    }

    private static string Describe(LoadProgress progress) =>
        $"{progress.Stored:N0} of {progress.Messages:N0} messages, {Words.Count(progress.Conflicts, "conflict")}";
}
