using AgentKit.Quickstart.Hosting;

namespace AgentKit.Quickstart.Loading;

/// <summary>
/// One of several that load the same conversations, without talking to each other: each looks at what is stored, and appends what comes
/// next.
/// </summary>
internal sealed class Worker(int number, SupportApp app)
{
    /// <summary>How long to look away while another worker runs tools for the session.</summary>
    private static readonly TimeSpan ToolPause = TimeSpan.FromMilliseconds(5);

    private readonly RecordedTools _tools = new(app.ToolRuns, app.Scope);

    public int Number { get; } = number;

    public string Host { get; } = app.Name;

    public int Turns { get; private set; }

    public int ToolRuns { get; private set; }

    /// <summary>How often another worker committed first, so that this one had to look again and decide anew.</summary>
    public int Conflicts { get; private set; }

    public async Task LoadAsync(ConversationPlan plan, LoadProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            // Every worker says so; the first one creates it, the others get the same session.
            await app.Sessions.CreateAsync(app.Scope, plan.ToSession(), cancellationToken);

            while (plan.Refusal is null && await AppendNextAsync(plan, progress, cancellationToken))
            {
                // The next one may be stored by another worker.
            }
        }
        catch (ArgumentException problem)
        {
            // Larger than the limits allow, say: checked before anything is sent.
            plan.Refuse(problem.Message);
        }
    }

    /// <returns>Whether anything was left to do.</returns>
    private async Task<bool> AppendNextAsync(ConversationPlan plan, LoadProgress progress, CancellationToken cancellationToken)
    {
        var decisions = 0;
        PlannedTurn? next = null;

        // Asked once, and once more after each conflict: always about what is stored now.
        var session = await app.Sessions.UpdateAsync(
            app.Scope,
            plan.SessionId,
            current =>
            {
                decisions++;
                next = plan.After(current.Session.TurnCount);
                return next is null or { IsAnswer: true } ? null : new SessionCommit { Turns = [next.Turn] };
            },
            cancellationToken);

        Conflicts += decisions - 1;
        progress.AddConflicts(decisions - 1);
        if (next is null)
        {
            return false;
        }

        if (next.IsAnswer)
        {
            await Task.Delay(ToolPause, cancellationToken);
        }
        else
        {
            await FinishAsync(session, next, progress, cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// The commit that asked for tools decides who runs them: only the worker that it belongs to comes here. Until the results are stored
    /// the others find nothing to append, so this commit meets no conflict.
    /// </summary>
    private async Task FinishAsync(Session session, PlannedTurn stored, LoadProgress progress, CancellationToken cancellationToken)
    {
        await Task.WhenAll(stored.Calls.Select(call => _tools.RunAsync(session, call, cancellationToken)));
        if (stored.Answers.Count > 0)
        {
            await app.Sessions.CommitAsync(app.Scope, session, new SessionCommit { Turns = stored.Answers }, cancellationToken);
        }

        ToolRuns += stored.Calls.Count;
        Turns += 1 + stored.Answers.Count;
        progress.AddStored(1 + stored.Answers.Count);
    }
}
