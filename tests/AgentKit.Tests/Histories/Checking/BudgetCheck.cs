using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>
/// What is spent and reserved never exceeds the limit, what is spent is what was committed, and a reservation counts until it is settled or given
/// back, and no longer.
/// </summary>
internal static class BudgetCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end) =>
        CheckBudgets(end).Concat(CheckReads(history)).Concat(CheckReservations(history, end)).Concat(CheckRefusals(history));

    private static IEnumerable<Violation> CheckBudgets(EndState end)
    {
        var spent = end.Sessions.ToDictionary(session => session.SessionId, session => session.Tokens);
        var reserved = end.Reservations.ToLookup(reservation => reservation.SessionId, reservation => reservation.Tokens);
        foreach (var budget in end.Budgets)
        {
            if (budget.Spent != spent[budget.SessionId])
            {
                yield return new(Rule.WrongSum, $"{spent[budget.SessionId]} was committed under {budget}");
            }

            if (budget.Spent + reserved[budget.SessionId].Sum() > budget.Limit)
            {
                yield return new(Rule.Overspent, $"{reserved[budget.SessionId].Sum()} is reserved under {budget}");
            }
        }
    }

    private static IEnumerable<Violation> CheckReads(History history)
    {
        var settled = history.Of<SessionCalls.Write, Session>().Where(write => write.IsDone)
            .ToLookup(write => write.Request.SessionId, write => (write.Ended, write.Answer!.InputTokens + write.Answer.OutputTokens));
        var floors = settled.ToDictionary(group => group.Key, group => new Floor(group));
        foreach (var read in history.Of<MoneyCalls.ReadBudget, Budget?>())
        {
            if (read.Answer is not { } budget)
            {
                continue;
            }

            if (budget.SpentTokens + budget.ReservedTokens > budget.Limit.Tokens)
            {
                yield return new(Rule.Overspent, $"{budget} by {read}");
            }

            if (floors.TryGetValue(read.Request.SessionId, out var floor) && budget.SpentTokens < floor.At(read.Begun))
            {
                yield return new(Rule.StaleRead, $"{budget}, not {floor.At(read.Begun)} spent, by {read}");
            }
        }
    }

    private static IEnumerable<Violation> CheckReservations(History history, EndState end)
    {
        var there = end.Reservations.ToDictionary(reservation => reservation.ReservationId);
        var asked = history.Of<MoneyCalls.Reserve, Reservation>().ToDictionary(reserve => reserve.Request.ReservationId);
        var ends = history.Of<MoneyCalls.Release, bool>().Select(call => (Id: call.Request.ReservationId, Call: (Call)call))
            .Concat(
                from write in history.Of<SessionCalls.Write, Session>()
                from decision in write.Request.Decisions
                where decision.ReservationId is not null
                select (Id: decision.ReservationId!.Value, Call: (Call)write))
            .ToLookup(pair => pair.Id, pair => pair.Call);
        foreach (var (id, reserve) in asked)
        {
            var isThere = there.TryGetValue(id, out var stored);
            if (isThere && (reserve.Outcome == Outcome.Refused || stored!.Tokens != reserve.Request.Tokens))
            {
                yield return new(Rule.AppliedThoughRefused, $"{stored} by {reserve}");
            }
            else if (isThere && ends[id].Any(call => call.IsDone && reserve.Over < call.Begun))
            {
                yield return new(Rule.LostWrite, $"{stored} was settled or given back: {reserve}");
            }
            else if (!isThere && reserve.IsDone && !ends[id].Any(call => call.MayHaveHappened))
            {
                yield return new(Rule.LostWrite, $"{reserve}");
            }
        }

        foreach (var stored in end.Reservations.Where(reservation => !asked.ContainsKey(reservation.ReservationId)))
        {
            yield return new(Rule.NobodysWrite, $"{stored}");
        }
    }

    private static IEnumerable<Violation> CheckRefusals(History history) =>
        from reserve in history.Of<MoneyCalls.Reserve, Reservation>()
        let error = reserve.Error as BudgetExceededException
        where error is not null && error.Spent + error.Asked <= error.Limit
        select new Violation(Rule.WrongRefusal, $"{reserve}");
}
