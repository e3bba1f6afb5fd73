using AgentKit.Quickstart.Hosting;
using AgentKit.Quickstart.Loading;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>What the database knows after the loading; everything but the counts of the workers is read from it.</summary>
internal static class Report
{
    public static async Task WriteAsync(
        IAnsiConsole console, SupportApp app, IReadOnlyList<ConversationPlan> plans, IReadOnlyList<Worker> workers, PriceTable prices,
        CancellationToken cancellationToken)
    {
        var shown = MostTelling(plans);
        var session = await app.Sessions.GetAsync(app.Scope, shown.SessionId, cancellationToken);
        var turns = await app.Sessions.GetTurnsAsync(
            app.Scope, session.Id, limit: Transcript.MaxTurns, cancellationToken: cancellationToken);
        var runs = await app.ToolRuns.ReplayAsync(app.Scope, session.Id, cancellationToken).ToListAsync(cancellationToken);
        Transcript.Write(console, session, turns);
        ToolTimeline.Write(console, runs);
        Tables.WriteWorkers(console, workers);

        var tools = await app.ToolRuns.GetStatisticsAsync(app.Scope, cancellationToken: cancellationToken);
        if (tools.Count > 0)
        {
            Tables.WriteTools(console, tools);
        }

        var sessions = await AllSessionsAsync(app, cancellationToken).ToListAsync(cancellationToken);
        var answers = plans.SelectMany(plan => plan.Turns).Where(turn => turn.Turn.Role == TurnRole.Assistant).ToList();
        Tables.WriteTotals(
            console, sessions, tools.Sum(tool => tool.Count), answers.Count, answers.Count(answer => answer.IsEstimated), prices);
    }

    /// <summary>Short enough to be shown whole, with tools that run at once and tools that fail.</summary>
    private static ConversationPlan MostTelling(IReadOnlyList<ConversationPlan> plans) =>
        plans.OrderByDescending(plan => plan.Turns.Count <= Transcript.MaxTurns)
            .ThenByDescending(plan => (plan.Turns.Any(turn => turn.Calls.Count > 1) ? 1 : 0)
                + (plan.Calls.Any(call => call.Answer is { IsError: true }) ? 1 : 0))
            .ThenByDescending(plan => plan.Calls.Count())
            .First();

    private static async IAsyncEnumerable<Session> AllSessionsAsync(
        SupportApp app, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var filter = new SessionFilter { Order = SessionOrder.Created }; ;)
        {
            var page = await app.Sessions.ListAsync(app.Scope, filter, cancellationToken);
            foreach (var session in page.Items)
            {
                yield return session;
            }

            if (page.Next is null)
            {
                yield break;
            }

            filter = filter with { Cursor = page.Next };
        }
    }
}
