using System.CommandLine;
using Npgsql;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>doctor</c>: whether the database is fit for AgentKit, and what to do where it is not.</summary>
internal static class DoctorCommand
{
    public static Command Create(Frame frame)
    {
        var strict = new Option<bool>("--strict") { Description = "Let warnings fail the command too." };
        var stale = Given.Age("--stale", "After how long a tool run that never ended counts as orphaned: 1h by default.");
        return frame.Handle(
            new Command("doctor", "Examines connection, roles, isolation, schema, tables, and what of one workspace has got stuck.") { strict, stale },
            (call, cancellationToken) => RunAsync(
                call, call.Parsed.GetValue(strict), call.Parsed.GetValue(stale) ?? TimeSpan.FromHours(1), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, bool isStrict, TimeSpan stale, CancellationToken cancellationToken)
    {
        List<Check> checks = [];
        var isReached = await TryAsync(checks, call, async () =>
        {
            await using var catalog = await CatalogReader.OpenAsync(call, cancellationToken);
            checks.AddRange(await ServerChecks.RunAsync(call, catalog, cancellationToken));
            checks.AddRange(await SchemaChecks.RunAsync(call, cancellationToken));
            checks.AddRange(await TableChecks.RunAsync(call, catalog, cancellationToken));
            if (!checks.Exists(check => check is { State: CheckState.Problem, Name: SchemaChecks.Migrations or SchemaChecks.Isolation }))
            {
                checks.AddRange(await WorkspaceChecks.RunAsync(call, stale, cancellationToken));
            }
        });

        var report = new DoctorReport(!checks.Exists(check => check.State == CheckState.Problem), checks);
        call.Output.Write(report, CliJson.Default.DoctorReport, console => Write(console, checks));
        var isFine = report.IsHealthy && !(isStrict && checks.Exists(check => check.State == CheckState.Warning));
        return !isReached ? ExitCode.Unavailable : isFine ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>A server that cannot be reached is a finding too.</summary>
    private static async Task<bool> TryAsync(List<Check> checks, Call call, Func<Task> examine)
    {
        try
        {
            await examine();
            return true;
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or NpgsqlException)
        {
            checks.Add(Check.Problem(
                "connection",
                call.WithoutSecrets(problem.Message.ReplaceLineEndings(" ")),
                "Is the server running, does it listen there, and may this login connect (pg_hba.conf, password)?"));
            return false;
        }
    }

    private static void Write(IAnsiConsole console, List<Check> checks)
    {
        var indent = checks.Max(check => check.Name.Length) + MarkWidth;
        foreach (var check in checks)
        {
            var (mark, style) = check.State switch
            {
                CheckState.Ok => ("ok", Looks.Good),
                CheckState.Warning => ("warning", Looks.Waiting),
                CheckState.Problem => ("PROBLEM", Looks.Bad),
                _ => ("skipped", Looks.Quiet),
            };
            var lines = Wrap.Lines(Words.Printable(check.Finding), console.Profile.Width - indent);
            console.Write(new Paragraph()
                .Append(mark.PadRight(MarkWidth - 2), style)
                .Append($"{check.Name.PadRight(indent - MarkWidth)}  ")
                .Append($"{lines[0]}\n"));
            Wrap.Write(console, lines.Skip(1), indent, Style.Plain);
            if (check.Remedy is { } remedy)
            {
                Wrap.Write(console, $"→ {Words.Printable(remedy)}", indent, Looks.Strong);
            }
        }

        console.WriteLine();
        console.WriteLine(string.Join(", ", checks.GroupBy(check => check.State).OrderBy(group => group.Key).Select(group =>
            $"{group.Count()} {Words.Of(group.Key)}")));
    }

    private const int MarkWidth = 11;
}
