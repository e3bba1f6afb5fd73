namespace AgentKit.Cli;

/// <summary>The agent that imported sessions get. Where none is named, it is registered before the first conversation is written, and not earlier.</summary>
internal sealed class ImportAgent(Call call, string agentId)
{
    public const string Default = "imported";

    private bool _isThere;

    /// <exception cref="AgentNotFoundException">One was named that is not registered.</exception>
    /// <exception cref="UsageException">What was named cannot be an agent's id.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isThere)
        {
            return;
        }

        try
        {
            await EnsureAsync(call.Get<IAgentRegistry>(), cancellationToken);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(Failures.Explain(problem, cancellationToken).Message);
        }

        _isThere = true;
    }

    private async Task EnsureAsync(IAgentRegistry agents, CancellationToken cancellationToken)
    {
        if (agentId != Default)
        {
            await agents.GetAsync(call.Scope, agentId, cancellationToken);
        }
        else if (await agents.FindAsync(call.Scope, Default, cancellationToken) is null)
        {
            await agents.RegisterAsync(call.Scope, new AgentDefinition(Default, "Imported conversations"), cancellationToken);
        }
    }
}
