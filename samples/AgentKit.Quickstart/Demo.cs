using AgentKit.Quickstart.Hosting;
using AgentKit.Quickstart.Loading;
using AgentKit.Quickstart.Reading;
using AgentKit.Quickstart.Reporting;
using AgentKit.Testing;
using Microsoft.Extensions.Options;
using Npgsql;
using Spectre.Console;

namespace AgentKit.Quickstart;

/// <summary>The program from beginning to end: read files, store them, read them back, report.</summary>
internal static class Demo
{
    public static async Task<int> RunAsync(string[] args, IAnsiConsole console, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var options = CommandLine.Parse(args);
            if (options.ShowHelp)
            {
                console.Profile.Out.Writer.Write(CommandLine.Help);
                return ExitCode.Equal;
            }

            return await RunAsync(options, console, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("Stopped. Everything that was started has been removed.");
            return ExitCode.Stopped;
        }
        catch (Exception problem) when (problem is UsageException or PostgresNotFoundException or PostgresStartException
            or AgentKitException or OptionsValidationException or NpgsqlException)
        {
            await errors.WriteLineAsync(problem.Message);
            return ExitCode.CouldNotRun;
        }
    }

    private static async Task<int> RunAsync(CommandLine options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var input = ConversationFiles.Read(options.Paths);
        var plans = input.Conversations.ConvertAll(recorded => ConversationPlan.For(recorded, options.Prices));
        RequireSome(plans, console, input);

        await using var database = await DemoDatabase.OpenAsync(options.ConnectionString, cancellationToken);
        await using var first = SupportApp.Start("A", database, ToolNames(plans));
        await using var second = SupportApp.Start("B", database, ToolNames(plans));
        Heading.Write(console, database, input, options.Workers);

        var loader = new Loader([first, second], options.Workers);
        var progress = new LoadProgress(plans.Sum(plan => plan.Turns.Count));
        await ProgressView.ShowAsync(console, progress, () => loader.LoadAsync(plans, progress, cancellationToken));
        input.Skipped.AddRange(plans.Where(plan => plan.Refusal is not null)
            .Select(plan => new SkippedInput(plan.Recorded.File, plan.Recorded.Line, $"was refused: {plan.Refusal}")));
        plans.RemoveAll(plan => plan.Refusal is not null);
        RequireSome(plans, console, input);

        var result = await ReadBack.CheckAsync(second, plans, cancellationToken);
        await Report.WriteAsync(console, second, plans, loader.Workers, options.Prices, cancellationToken);
        Verdict.Write(console, result, input.Skipped);
        return result.IsEqual ? ExitCode.Equal : ExitCode.Different;
    }

    private static void RequireSome(List<ConversationPlan> plans, IAnsiConsole console, ConversationSet input)
    {
        if (plans.Count > 0)
        {
            return;
        }

        Verdict.WriteSkipped(console, input.Skipped);
        throw new UsageException("There is no conversation to store.");
    }

    private static List<string> ToolNames(IReadOnlyList<ConversationPlan> plans) =>
        plans.SelectMany(plan => plan.Calls).Select(call => call.Use.Name).Distinct().Order(StringComparer.Ordinal).ToList();
}
