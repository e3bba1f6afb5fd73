using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>runs list</c>: one page, the latest first.</summary>
internal static class RunsListCommand
{
    public static Command Create(Frame frame)
    {
        var session = Given.IdOption("--session", "Only those in this session.");
        var agent = new Option<string?>("--agent") { Description = "Only those of this agent." };
        var status = Given.Words<RunStatus>("--status", "Only those with this status");
        var from = Given.Time("--from", "Only those that were made since");
        var command = new Command("list", "Lists runs, the latest first.") { session, agent, status, from };
        var paging = new Paging().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            new RunFilter
            {
                SessionId = call.Parsed.GetValue(session),
                AgentId = call.Parsed.GetValue(agent),
                Statuses = call.Parsed.GetRequiredValue(status),
                From = call.Parsed.GetValue(from)?.In(call.Surroundings.Clock),
                Limit = paging.Limit(call),
                Cursor = paging.Cursor(call),
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, RunFilter filter, CancellationToken cancellationToken)
    {
        var page = await call.Get<IRunStore>().ListAsync(call.Scope, filter, cancellationToken);
        call.Output.Write(page, CliJson.Default.PageRun, console => Listing.Write(
            console,
            page.Items,
            new("RUN", run => run.Id.ToString()),
            new("STATUS", run => Words.Of(run.Status)) { Style = run => Looks.Of(run.Status), Rank = 1 },
            new("AGENT", run => run.AgentId) { Least = 7, Rank = 2 },
            new("MODEL", run => run.Model ?? run.ModelAlias ?? "") { Least = 7, Rank = 6 },
            new("TOOK", run => Words.Duration(run.CompletedAt - run.StartedAt)) { IsNumber = true, Rank = 4 },
            new("TOKENS", run => Words.Number(run.InputTokens + run.OutputTokens)) { IsNumber = true, Rank = 7 },
            new("COST", run => Words.Cost(run.Cost)) { IsNumber = true, Rank = 5 },
            new("CREATED", run => Words.Ago(run.CreatedAt, call)) { Rank = 3 },
            new("ERROR", run => run.Error is { } error ? Words.Error(error.Type, error.Message) : "") { Least = 10, Rank = 8 },
            new("SESSION", run => run.SessionId.ToString()) { Rank = 9 }));
        Paging.SayNext(call, page.Next);
        return ExitCode.Done;
    }
}
