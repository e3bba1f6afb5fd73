using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresAgentRegistry
{
    /// <summary>A lost race leaves the row that the next attempt finds: more than one resend takes somebody who removes it in between.</summary>
    private const int MaxResends = 3;

    public async Task<RegisteredAgent> RegisterAsync(
        AgentScope scope, AgentDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(definition);
        var stored = StoredDefinition.Of(definition, options.Limits);
        RequireService(scope, definition.Id);

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        return await RegisterAsync(scope, stored, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RegisteredAgent> UpdateInstructionsAsync(
        AgentScope scope, string agentId, string instructions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(agentId, AgentGuard.MaxIdLength, nameof(agentId));
        TextGuard.Text(instructions, options.Limits.InstructionsLength, nameof(instructions));
        RequireService(scope, agentId);

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var statement = database.Statement(AgentQueries.UpdateInstructions)
            .Set("AgentId", agentId)
            .Set("Instructions", instructions);
        var result = await WriteAsync(scope, agentId, statement, cancellationToken).ConfigureAwait(false);
        return result.Diagnosis?.ToAgent() ?? throw new AgentNotFoundException(agentId);
    }

    public async Task<RegisteredAgent> SetToolEnabledAsync(
        AgentScope scope, string agentId, string toolName, bool enabled, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(agentId, AgentGuard.MaxIdLength, nameof(agentId));
        TextGuard.Require(toolName, AgentGuard.MaxNameLength, nameof(toolName));
        RequireService(scope, agentId);

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var statement = database.Statement(AgentQueries.SetToolEnabled)
            .Set("AgentId", agentId)
            .Set("ToolName", toolName)
            .Set("Enabled", enabled);
        var result = await WriteAsync(scope, agentId, statement, cancellationToken).ConfigureAwait(false);
        var row = result.Diagnosis ?? throw new AgentNotFoundException(agentId);
        return row.Tools.Contains(toolName, StringComparer.Ordinal)
            ? row.ToAgent()
            : throw new AgentConfigurationException(agentId, [$"it has no tool '{toolName}'"]);
    }

    public async Task<bool> UnregisterAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(agentId, AgentGuard.MaxIdLength, nameof(agentId));
        RequireService(scope, agentId);

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var statement = database.Statement(AgentQueries.Unregister).Set("AgentId", agentId);
        var result = await WriteAsync(scope, agentId, statement, cancellationToken).ConfigureAwait(false);
        return result.Applied;
    }

    /// <summary>Registers what is valid; see <c>register.sql</c> for the race that it may lose.</summary>
    private async Task<RegisteredAgent> RegisterAsync(AgentScope scope, StoredDefinition stored, CancellationToken cancellationToken)
    {
        var (agentId, name) = (stored.Agent.Id, stored.Agent.Name);
        for (var resends = 0; ; resends++)
        {
            try
            {
                var result = await WriteAsync(
                    scope, agentId, RegisterStatement(stored), cancellationToken, ForgetDisabledToolsStatement(stored)).ConfigureAwait(false);
                return result.Diagnosis!.ToAgent(); // there until the transaction ends: the write has locked it, whether it changed it or not
            }
            catch (AlreadyExistsException) when (resends < MaxResends)
            {
                var holder = await FindOneAsync(scope, ByName(name), cancellationToken).ConfigureAwait(false);
                if (holder is not null && holder.Definition.Id != agentId)
                {
                    throw;
                }
            }
        }
    }

    private Statement RegisterStatement(StoredDefinition stored)
    {
        var agent = stored.Agent;
        return database.Statement(AgentQueries.Register)
            .Set("Now", time.GetUtcNow())
            .Set("TokenBudget", agent.TokenBudget)
            .Set("AgentId", agent.Id)
            .Set("Name", agent.Name)
            .Set("DefinitionHash", stored.Hash)
            .Set("Model", agent.Model)
            .Set("ModelAlias", agent.ModelAlias)
            .Set("Description", agent.Description)
            .Set("Tools", agent.Tools.ToArray())
            .Set("Phases", stored.Phases)
            .Set("Settings", stored.Settings)
            .Set("Instructions", agent.Instructions)
            .WhenViolated(Constraints.AgentName, () => new AlreadyExistsException("agent", "name", agent.Name));
    }

    private Statement ForgetDisabledToolsStatement(StoredDefinition stored) =>
        database.Statement(AgentQueries.ForgetDisabledTools)
            .Set("AgentId", stored.Agent.Id)
            .Set("DefinitionHash", stored.Hash)
            .Set("Tools", stored.Agent.Tools.ToArray());

    private async Task<WriteResult<AgentRow>> WriteAsync(
        AgentScope scope, string agentId, Statement write, CancellationToken cancellationToken, params Statement[] first)
    {
        write.WhenViolated(Constraints.RowSecurity, () => Denied(scope, agentId));
        try
        {
            return await database.WriteAsync<AgentRow>(scope, first, write, GetStatement(agentId), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _cache.Forget(scope.WorkspaceId, agentId);
        }
    }

    /// <summary>The policies refuse it as well, but an update or a removal silently: it would look like an agent that is not there.</summary>
    private static void RequireService(AgentScope scope, string agentId)
    {
        if (scope.Access != AccessLevel.Service)
        {
            throw Denied(scope, agentId);
        }
    }

    private static AccessDeniedException Denied(AgentScope scope, string agentId) => new(scope.Access, "change", $"agent {agentId}");
}
