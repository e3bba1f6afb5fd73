using AgentKit.Tests.Histories.Recording;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Spends in sessions with a budget, never more than was reserved.</summary>
internal sealed class MoneyActor(Stage stage) : Actor(stage)
{
    protected override async Task PlayAsync()
    {
        if (OneOf(30) || !Realm.Metered.TryPick(Random, out var session))
        {
            await CreateAsync();
        }
        else if (OneOf(4))
        {
            var read = new MoneyCalls.ReadBudget(Realm.User, session);
            await CallAsync(read, token => Host.Budgets.FindAsync(read.Scope, BudgetSubject.Session(session), token));
        }
        else
        {
            await SpendAsync(session);
        }
    }

    private async Task CreateAsync()
    {
        var create = new SessionCalls.Create(Realm.User, Guid.CreateVersion7());
        var created = await CallAsync(create, token =>
            Host.Sessions.CreateAsync(create.Scope, new NewSession(AgentKitFixture.Agent) { Id = create.SessionId }, token));
        if (!created.IsDone)
        {
            return;
        }

        // What is spent before a budget is set does not count: nobody hears of the session until then.
        var set = new MoneyCalls.SetBudget(Realm.Service, create.SessionId, Random.Next(50, 200));
        var budget = await CallAsync(set, token =>
            Host.Budgets.SetAsync(set.Scope, BudgetSubject.Session(set.SessionId), new BudgetLimit(set.Limit), token));
        if (budget.IsDone)
        {
            Realm.Metered.Add(create.SessionId);
        }
    }

    private async Task SpendAsync(Guid session)
    {
        var reserve = new MoneyCalls.Reserve(Realm.User, session, Guid.CreateVersion7(), Random.Next(2, 20));
        var wanted = new NewReservation(session) { Id = reserve.ReservationId, Tokens = reserve.Tokens, ExpiresAfter = TimeSpan.FromDays(1) };
        var reserved = await CallAsync(reserve, token => Host.Budgets.ReserveAsync(reserve.Scope, wanted, token));
        if (!reserved.IsDone || OneOf(8))
        {
            var release = new MoneyCalls.Release(Realm.User, reserve.ReservationId);
            await CallAsync(release, token => Host.Budgets.ReleaseAsync(release.Scope, release.ReservationId, token));
        }
        else if (!OneOf(12))
        {
            // One turn counts one token. Now and then a reservation is left behind.
            var decision = new Decision(Guid.CreateVersion7())
            {
                Turns = 1,
                Tokens = Random.Next((int)reserve.Tokens),
                ReservationId = reserve.ReservationId,
            };
            var settle = new SessionCalls.Write(Realm.User, session, [decision]);
            await CallAsync(settle, token => Host.Sessions.AppendAsync(settle.Scope, session, decision.ToCommit(), token));
        }
    }
}
