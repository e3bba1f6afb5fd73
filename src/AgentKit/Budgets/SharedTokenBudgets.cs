namespace AgentKit;

/// <summary>
/// The token budgets of the agents that the host shares with all workspaces. A statement sees the agents of its own workspace only, so it is
/// given these; they are read again after <see cref="AgentKitOptions.AgentCacheDuration"/>.
/// </summary>
internal sealed class SharedTokenBudgets(IAgentRegistry agents, AgentKitOptions options, TimeProvider time)
{
    private volatile Known? _known;

    public async ValueTask<TokenBudgets> GetAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        if (_known is { } known && time.GetElapsedTime(known.ReadAt, readAt) < options.AgentCacheDuration)
        {
            return known.Budgets;
        }

        var shared = await agents.ListAsync(AgentScope.Shared, cancellationToken).ConfigureAwait(false);
        var bounded = shared.Where(agent => agent.Definition.TokenBudget is not null).ToArray();
        var budgets = new TokenBudgets(
            Array.ConvertAll(bounded, agent => agent.Definition.Id),
            Array.ConvertAll(bounded, agent => agent.Definition.TokenBudget.GetValueOrDefault()));
        _known = new Known(budgets, readAt);
        return budgets;
    }

    private sealed record Known(TokenBudgets Budgets, long ReadAt);
}
