using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresBudgetStore
{
    /// <summary>How many expired reservations each new one clears away: more than one, so that they grow fewer.</summary>
    private const int SweptByEach = 5;

    public async Task<Reservation> ReserveAsync(
        AgentScope scope, NewReservation reservation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        BudgetGuard.Check(reservation);

        var shared = await sharedBudgets.GetAsync(cancellationToken).ConfigureAwait(false);
        var (verdict, row) = await database.DecideAsync<ReservationVerdictRow, ReservationRow>(
            scope,
            // The sweep comes last: it waits for nobody, and would hold what a settlement waits for while it waited itself.
            [LockSessionStatement(reservation), LockAccountsStatement(reservation), SweepStatement(SweptByEach)],
            ReserveStatement(reservation, shared),
            GetStatement(reservation),
            cancellationToken).ConfigureAwait(false);
        return Conclude(scope, reservation, verdict, row);
    }

    public async Task ReleaseAsync(AgentScope scope, Guid reservationId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(reservationId, nameof(reservationId));
        var statement = database.Statement(BudgetQueries.Release).Set("ReservationId", reservationId);
        await database.ListAsync<Guid>(scope, statement, cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> SweepAsync(AgentScope scope, int limit = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, BudgetGuard.MaxSweep, nameof(limit));
        var swept = await database.ListAsync<Guid>(scope, SweepStatement(limit), cancellationToken).ConfigureAwait(false);
        return swept.Count;
    }

    private static Reservation Conclude(
        AgentScope scope, NewReservation asked, ReservationVerdictRow? verdict, ReservationRow? row)
    {
        if (verdict is null)
        {
            throw new SessionNotFoundException(asked.SessionId);
        }

        if (!scope.MayWrite(verdict.UserId))
        {
            throw new AccessDeniedException(scope.Access, "reserve for", $"session {asked.SessionId}");
        }

        if (row is not null)
        {
            return row.ToReservation();
        }

        verdict.ThrowIfClosed(asked.SessionId, "reserve for it");
        throw verdict switch
        {
            { IsRunFound: false } => new RunNotFoundException(asked.RunId.GetValueOrDefault()),
            { IsExceeded: true } => verdict.Exceeded(scope, asked.SessionId, asked.RunId, asked.Tokens, UsageGuard.Round(asked.Cost)),
            { RunStatus: { } status } when RunStatusNames.Parse(status) is not (RunStatus.Pending or RunStatus.Running) =>
                new InvalidRunStateException(asked.RunId.GetValueOrDefault(), RunStatusNames.Parse(status), "reserve for it"),
            _ => new AlreadyExistsException("reservation", "id", asked.Id.ToString()),
        };
    }

    private Statement SweepStatement(int limit) => database.Statement(BudgetQueries.Sweep).Set("Limit", limit);

    private Statement LockSessionStatement(NewReservation reservation) =>
        database.Statement(BudgetQueries.LockSession).Set("SessionId", reservation.SessionId);

    private Statement LockAccountsStatement(NewReservation reservation) =>
        database.Statement(BudgetQueries.LockAccounts)
            .Set("SessionId", reservation.SessionId)
            .Set("RunId", reservation.RunId);

    private Statement ReserveStatement(NewReservation reservation, TokenBudgets shared) =>
        database.Statement(BudgetQueries.Reserve)
            .Set("ReservationId", reservation.Id)
            .Set("SessionId", reservation.SessionId)
            .Set("RunId", reservation.RunId)
            .Set("OpenStatuses", SessionLifecycle.From(target: null))
            .Set("Tokens", reservation.Tokens)
            .Set("Cost", UsageGuard.Round(reservation.Cost))
            .Set("ExpiresAfter", reservation.ExpiresAfter)
            .Set("SharedAgentIds", shared.AgentIds)
            .Set("SharedTokenBudgets", shared.Limits);

    private Statement GetStatement(NewReservation reservation) =>
        database.Statement(BudgetQueries.GetReservation)
            .Set("ReservationId", reservation.Id)
            .Set("SessionId", reservation.SessionId);
}
