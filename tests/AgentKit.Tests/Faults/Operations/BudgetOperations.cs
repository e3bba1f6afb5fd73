using AgentKit.Tests.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class BudgetOperations : IStoreOperations
{
    public Type Store => typeof(IBudgetStore);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["SetAsync(BudgetSubject, BudgetLimit)"] = new(stage =>
            async (services, token) => await Budgets(services).SetAsync(stage.Service, BudgetSubject.Workspace, new BudgetLimit(1_000), token)),
        ["RestartAsync(BudgetSubject, DateTimeOffset)"] = OfBudget((stage, _) =>
        {
            var start = DateTimeOffset.UtcNow.AddSeconds(1);
            return async (budgets, token) => await budgets.RestartAsync(stage.Service, BudgetSubject.Workspace, start, token);
        }),
        ["RemoveAsync(BudgetSubject)"] = OfBudget((stage, _) => async (budgets, token) =>
        {
            await budgets.RemoveAsync(stage.Service, BudgetSubject.Workspace, token);
            return null;
        }),
        ["ReserveAsync(NewReservation)"] = OfBudget((stage, held) =>
        {
            var reservation = new NewReservation(held.SessionId) { Tokens = 500 };
            return async (budgets, token) => await budgets.ReserveAsync(stage.User, reservation, token);
        }),
        ["ReleaseAsync(Guid)"] = OfBudget((stage, held) => async (budgets, token) =>
        {
            await budgets.ReleaseAsync(stage.User, held.Id, token);
            return null;
        }),
        ["SweepAsync(int)"] = new(async stage =>
        {
            var held = await ReserveAsync(stage);
            await stage.Fixture.ExpireReservationAsync(held.Id);
            return async (services, token) => await Budgets(services).SweepAsync(stage.User, cancellationToken: token);
        })
        {
            AnswersTheSame = false,
        },
    };

    private static IBudgetStore Budgets(IServiceProvider services) => services.GetRequiredService<IBudgetStore>();

    /// <summary>A hundred tokens of the thousand of the workspace.</summary>
    private static async Task<NewReservation> ReserveAsync(Stage stage)
    {
        await stage.Get<IBudgetStore>().SetAsync(stage.User, BudgetSubject.Workspace, 1_000);
        var reservation = new NewReservation((await stage.SessionAsync()).Id) { Tokens = 100 };
        await stage.Get<IBudgetStore>().ReserveAsync(stage.User, reservation);
        return reservation;
    }

    private static Operation OfBudget(Func<Stage, NewReservation, Func<IBudgetStore, CancellationToken, Task<object?>>> prepare) => new(async stage =>
    {
        var send = prepare(stage, await ReserveAsync(stage));
        return (services, token) => send(Budgets(services), token);
    });
}
