using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The budgets in PostgreSQL. Its partial files follow the contract: budgets, then reservations.</summary>
internal sealed partial class PostgresBudgetStore(Database database, SharedTokenBudgets sharedBudgets, TimeProvider time) : IBudgetStore
{
    public async Task<Budget> SetAsync(
        AgentScope scope, BudgetSubject subject, BudgetLimit limit, CancellationToken cancellationToken = default)
    {
        RequireService(scope, subject);
        BudgetGuard.Check(limit);

        var statement = ForSubject(BudgetQueries.Set, subject)
            .Set<Guid?>("SessionId", subject.Kind == BudgetSubjectKind.Session ? Guid.Parse(subject.Id) : null)
            .Set("TokenLimit", limit.Tokens)
            .Set<decimal?>("CostLimit", limit.Cost is { } cost ? UsageGuard.Round(cost) : null)
            .Set("Now", time.GetUtcNow())
            .WhenViolated(Constraints.BudgetSession, () => new SessionNotFoundException(Guid.Parse(subject.Id)));
        return await WriteAsync(scope, statement, subject, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Budget> RestartAsync(
        AgentScope scope, BudgetSubject subject, DateTimeOffset periodStart, CancellationToken cancellationToken = default)
    {
        RequireService(scope, subject);
        if (periodStart.UtcTicks == DateTimeOffset.MaxValue.UtcTicks) // infinity to PostgreSQL: no later period could follow
        {
            throw new ArgumentOutOfRangeException(nameof(periodStart), periodStart, "A period begins before the last instant.");
        }

        var statement = ForSubject(BudgetQueries.Restart, subject).Set("PeriodStart", periodStart);
        return await WriteAsync(scope, statement, subject, cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveAsync(AgentScope scope, BudgetSubject subject, CancellationToken cancellationToken = default)
    {
        RequireService(scope, subject);
        await database.SingleOrDefaultAsync<BudgetRow>(
            scope, ForSubject(BudgetQueries.Remove, subject), cancellationToken).ConfigureAwait(false);
    }

    public async Task<Budget?> FindAsync(AgentScope scope, BudgetSubject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(subject);
        var row = await database.SingleOrDefaultAsync<BudgetRow>(
            scope, ForSubject(BudgetQueries.Find, subject), cancellationToken).ConfigureAwait(false);
        return row?.ToBudget();
    }

    public async Task<IReadOnlyList<Budget>> ListAsync(
        AgentScope scope, BudgetSubject? after = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, BudgetGuard.MaxPage, nameof(limit));

        var statement = database.Statement(BudgetQueries.List)
            .Set("AfterSubject", after is null ? "" : BudgetSubjectNames.Of(after.Kind))
            .Set("AfterId", after?.Id ?? "")
            .Set("Limit", limit);
        var rows = await database.ListAsync<BudgetRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToBudget());
    }

    private async Task<Budget> WriteAsync(
        AgentScope scope, Statement write, BudgetSubject subject, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<BudgetRow>(
            scope, write, ForSubject(BudgetQueries.Find, subject), cancellationToken).ConfigureAwait(false);
        return result.Diagnosis?.ToBudget() ?? throw new BudgetNotFoundException(subject);
    }

    private Statement ForSubject(string query, BudgetSubject subject) =>
        database.Statement(query)
            .Set("Subject", BudgetSubjectNames.Of(subject.Kind))
            .Set("SubjectId", subject.Id);

    /// <summary>The policies refuse it as well, but a removal silently: it would look like a budget that is not there.</summary>
    private static void RequireService(AgentScope scope, BudgetSubject subject)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(subject);
        if (scope.Access != AccessLevel.Service)
        {
            throw new AccessDeniedException(scope.Access, "change", $"the budget of {subject}");
        }
    }
}
