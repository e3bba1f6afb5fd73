using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class RetentionOperations : IStoreOperations
{
    public Type Store => typeof(IRetention);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["ApplyAsync(RetentionPolicy)"] = new(async stage =>
        {
            var session = await stage.TalkAsync();
            await stage.ToolRunAsync();
            await stage.Get<ISessionStore>().CloseAsync(stage.User, session.Id);
            await Sql.ExecuteAsync(
                stage.Fixture.Database.AdminConnectionString,
                $"UPDATE agentkit.sessions SET closed_at = now() - interval '9 days' WHERE session_id = '{session.Id}'");
            var policy = new RetentionPolicy { Sessions = { [SessionStatus.Closed] = TimeSpan.FromDays(1) } };
            return async (services, token) => await services.GetRequiredService<IRetention>().ApplyAsync(stage.Service, policy, token);
        })
        {
            IsAtomic = false,
            AnswersTheSame = false,
            PassesOver = true,
            LeavesReceiptsIn = "erasure_receipts",
        },
    };
}
