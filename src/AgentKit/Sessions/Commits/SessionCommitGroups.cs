using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>Commits of sessions that travel in groups.</summary>
internal sealed class SessionCommitGroups(
    Database database,
    ChangeNotices notices,
    ResiliencePipelines pipelines,
    AgentKitOptions options,
    ILogger<SessionCommitGroups> logger)
    : Coalescer<GroupedCommit, SessionRow>(pipelines, options, logger)
{
    protected override async Task<IReadOnlyList<SessionRow?>> WriteAsync(Group<GroupedCommit> group)
    {
        var hasUsage = group.Members.Any(member => !member.Usage.IsNone);
        var rows = await database.WriteGroupAsync<SessionRow>(
            group.Scope, group.Users(), group.Callers(), CommitStatementOf(group), hasUsage ? [SettleStatementOf(group)] : []).ConfigureAwait(false);

        var results = group.Match(rows, row => row.SessionId);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is not null)
            {
                notices.For(group.Members[i].Scope, group.Members[i].Id)();
            }
        }

        return results;
    }

    private Statement CommitStatementOf(Group<GroupedCommit> group)
    {
        var firsts = new int[group.Count];
        for (var i = 1; i < firsts.Length; i++)
        {
            firsts[i] = firsts[i - 1] + group.Members[i - 1].Turns.Count;
        }

        var statement = database.Statement(SessionQueries.CommitGroup)
            .Set("SessionIds", group.Column(member => member.Id))
            .Set("OperationIds", group.Column(member => member.OperationId))
            .Set("ExpectedVersions", group.Column(member => member.ExpectedVersion))
            .Set("FirstTurns", firsts)
            .Set("TurnCounts", group.Column(member => member.Turns.Count))
            .Set("InputTokens", group.Column(member => member.Usage.InputTokens))
            .Set("OutputTokens", group.Column(member => member.Usage.OutputTokens))
            .Set("Costs", group.Column(member => member.Usage.Cost))
            .Set("Nows", group.Column(member => member.Now))
            .Set("ActiveBuckets", group.Column(member => ActivityBucket.Of(member.Now)))
            .Set("Phases", group.Column(member => member.Phase))
            .Set("FromStatuses", SessionLifecycle.From(target: null));
        TurnColumns.Of(group.Column(member => member.Turns)).AddTo(statement);
        return statement;
    }

    private Statement SettleStatementOf(Group<GroupedCommit> group) =>
        database.Statement(BudgetQueries.SettleGroup)
            .Set("SessionIds", group.Column(member => member.Id))
            .Set("OperationIds", group.Column(member => member.OperationId))
            .Set("Tokens", group.Column(member => member.Usage.InputTokens + member.Usage.OutputTokens))
            .Set("Costs", group.Column(member => member.Usage.Cost));
}
