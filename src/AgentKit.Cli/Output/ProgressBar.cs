using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Shows how far something has come, where a person looks at the messages; it leaves nothing behind.</summary>
internal static class ProgressBar
{
    private const int LongestName = 40;

    /// <summary>Runs the work; what it reports is out of <paramref name="total"/>.</summary>
    public static async Task<T> RunAsync<T>(Surroundings surroundings, string name, long total, Func<IProgress<long>, Task<T>> work)
    {
        if (!surroundings.ShowsProgress)
        {
            return await work(new Counter(_ => { }));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = surroundings.HasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(surroundings.Error),
        });
        console.Profile.Width = Math.Min(surroundings.Width, 120);
        console.Profile.Capabilities.Unicode = true;
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(Cell.Cut(Words.Line(name), LongestName)), maxValue: Math.Max(total, 1));
                return await work(new Counter(done => task.Value = done));
            });
    }

    /// <summary>At once and in order, which <see cref="Progress{T}"/> is not.</summary>
    private sealed class Counter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
