using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Budgets;

internal static class BudgetSamples
{
    public static IBudgetStore Budgets(this AgentKitFixture fixture) => fixture.Get<IBudgetStore>();

    public static AgentScope ServiceOf(AgentScope scope) => AgentScope.ForService(scope.WorkspaceId);

    public static Task<Budget> SetAsync(this IBudgetStore budgets, AgentScope scope, BudgetSubject subject, long? tokens = null, decimal? cost = null) =>
        budgets.SetAsync(ServiceOf(scope), subject, new BudgetLimit(tokens, cost));

    /// <summary>Time passes for the reservation, whatever the clocks say.</summary>
    public static Task ExpireReservationAsync(this AgentKitFixture fixture, Guid reservationId) => Sql.ExecuteAsync(
        fixture.Database.AdminConnectionString,
        $"UPDATE agentkit.budget_reservations SET expires_at = now() - interval '1 second' WHERE reservation_id = '{reservationId}'");
}
