namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class BudgetAttempts : IStoreAttempts
{
    public Type Store => typeof(IBudgetStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["FindAsync"] = async (t, s) => await t.Budgets.FindAsync(s, SubjectOf(t)),
        ["ListAsync"] = async (t, s) => (await t.Budgets.ListAsync(s)).FirstOrDefault(budget => budget.Subject == SubjectOf(t)),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["ReserveAsync"] = async (t, s) => await t.Budgets.ReserveAsync(s, new NewReservation(t.Session.Id) { Tokens = 1 }),
        ["ReleaseAsync"] = async (t, s) =>
        {
            await t.Budgets.ReleaseAsync(s, t.Reservation.Id);
            return await ChangedAsync(t);
        },
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["SetAsync"] = async (t, s) =>
        {
            await t.Budgets.SetAsync(s, BudgetSubject.Agent("own"), new BudgetLimit(1));
            await t.Budgets.SetAsync(s, SubjectOf(t), new BudgetLimit(1));
            return await ChangedAsync(t);
        },
        ["RestartAsync"] = async (t, s) => await t.Budgets.RestartAsync(s, SubjectOf(t), DateTimeOffset.UtcNow.AddDays(1)),
        ["RemoveAsync"] = async (t, s) =>
        {
            await t.Budgets.RemoveAsync(s, SubjectOf(t));
            return await ChangedAsync(t);
        },
        ["SweepAsync"] = async (t, s) => await t.Budgets.SweepAsync(s) == 0 ? await ChangedAsync(t) : "swept",
    };

    private static BudgetSubject SubjectOf(Target target) => BudgetSubject.Session(target.Session.Id);

    /// <summary>The budget, if it is not as the owner's service has set it, with what the owner has reserved.</summary>
    private static async Task<object?> ChangedAsync(Target target) =>
        await target.Budgets.FindAsync(target.Service, SubjectOf(target)) is { Limit.Tokens: 1_000, ReservedTokens: 10, SpentTokens: 0 }
            ? null
            : "changed";
}
