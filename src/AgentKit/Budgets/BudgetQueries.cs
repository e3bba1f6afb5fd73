namespace AgentKit;

/// <summary>The files of <c>sql/queries/budgets</c>.</summary>
internal static class BudgetQueries
{
    public const string Set = "budgets/set";
    public const string Restart = "budgets/restart";
    public const string Remove = "budgets/remove";
    public const string Find = "budgets/find";
    public const string List = "budgets/list";
    public const string LockSession = "budgets/lock_session";
    public const string LockAccounts = "budgets/lock_accounts";
    public const string Reserve = "budgets/reserve";
    public const string GetReservation = "budgets/get_reservation";
    public const string Settle = "budgets/settle";
    public const string SettleGroup = "budgets/settle_group";
    public const string Release = "budgets/release";
    public const string Sweep = "budgets/sweep";
}
