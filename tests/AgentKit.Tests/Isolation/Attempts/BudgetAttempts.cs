using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class BudgetAttempts : IScopeAttempts
{
    public Type Subject => typeof(IBudgetStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["FindAsync(BudgetSubject)"] = async (t, s) => await t.Budgets.FindAsync(s, SubjectOf(t)),
        ["ListAsync(BudgetSubject, int)"] = async (t, s) => (await t.Budgets.ListAsync(s)).FirstOrDefault(budget => budget.Subject == SubjectOf(t)),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["ReserveAsync(NewReservation)"] = async (t, s) => await t.Budgets.ReserveAsync(s, new NewReservation(t.Session.Id) { Tokens = 1 }),
        ["ReleaseAsync(Guid)"] = async (t, s) =>
        {
            await t.Budgets.ReleaseAsync(s, t.Reservation.Id);
            return await ChangedAsync(t);
        },
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["SetAsync(BudgetSubject, BudgetLimit)"] = async (t, s) =>
        {
            await t.Budgets.SetAsync(s, BudgetSubject.Agent("own"), new BudgetLimit(1));
            await t.Budgets.SetAsync(s, SubjectOf(t), new BudgetLimit(1));
            return await ChangedAsync(t);
        },
        ["RestartAsync(BudgetSubject, DateTimeOffset)"] = async (t, s) =>
            await t.Budgets.RestartAsync(s, SubjectOf(t), DateTimeOffset.UtcNow.AddDays(1)),
        ["RemoveAsync(BudgetSubject)"] = async (t, s) =>
        {
            await t.Budgets.RemoveAsync(s, SubjectOf(t));
            return await ChangedAsync(t);
        },
        ["SweepAsync(int)"] = async (t, s) =>
        {
            await MoveExpiryAsync(t, "- interval '1 day'");
            if (await t.Budgets.SweepAsync(s) > 0)
            {
                return "swept";
            }

            await MoveExpiryAsync(t, "+ interval '1 day'");
            return await ChangedAsync(t);
        },
    };

    private static BudgetSubject SubjectOf(Target target) => BudgetSubject.Session(target.Session.Id);

    private static Task MoveExpiryAsync(Target target, string by) => Sql.ExecuteAsync(
        target.Fixture.Database.AdminConnectionString,
        $"UPDATE agentkit.budget_reservations SET expires_at = expires_at {by} WHERE reservation_id = '{target.Reservation.Id}'");

    /// <summary>The budget, if it is not as the owner's service has set it, with what the owner has reserved.</summary>
    private static async Task<object?> ChangedAsync(Target target) =>
        await target.Budgets.FindAsync(target.Service, SubjectOf(target)) is { Limit.Tokens: 1_000, ReservedTokens: 10, SpentTokens: 0 }
            ? null
            : "changed";
}
