namespace AgentKit.Extensions.AI;

/// <summary>Appends turns to the session under the lease of the run.</summary>
internal sealed class RunCommits(RunServices services, RunState state)
{
    /// <summary>A commit of these turns, marked as the run's.</summary>
    public SessionCommit Make(IEnumerable<Turn> turns, Guid? reservationId = null)
    {
        var now = services.Time.GetUtcNow();
        return new SessionCommit
        {
            OperationId = services.NewId(),
            Turns = [.. turns.Select(turn => RunTag.With(turn with { CreatedAt = turn.CreatedAt ?? now }, state.Run.Id))],
            Run = state.Run.Lease,
            ReservationId = reservationId,
        };
    }

    /// <summary>
    /// Applies it, and knows its turns from then on. Not cancelled: what is committed has happened already, a reply that was paid for or a
    /// tool that has run.
    /// </summary>
    public async Task AppendAsync(SessionCommit commit)
    {
        try
        {
            await ApplyAsync(commit).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            // Nothing was sent: the same operation can be given another content.
            RunLog.TurnFitted(services.Logger, state.Run.Id, exception.Message);
            await ApplyAsync(commit with { Turns = [.. commit.Turns.Select(turn => StorableTurn.Fit(turn, services.Limits))] })
                .ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(SessionCommit commit)
    {
        var session = await services.Sessions.AppendAsync(state.Scope, state.Session.Id, commit, CancellationToken.None).ConfigureAwait(false);
        state.Session = session;
        var first = session.TurnCount - commit.Turns.Count + 1;
        state.History.AddRange(commit.Turns.Select((turn, i) => turn with { Number = first + i, Version = session.Version }));
    }
}
