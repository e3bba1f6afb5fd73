using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresAgentRegistry
{
    public async Task<RegisteredAgent> GetAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default) =>
        await FindAsync(scope, agentId, cancellationToken).ConfigureAwait(false) ?? throw new AgentNotFoundException(agentId);

    public async Task<IReadOnlyList<string>> GetToolsAsync(
        AgentScope scope, string agentId, CancellationToken cancellationToken = default)
    {
        var agent = await GetAsync(scope, agentId, cancellationToken).ConfigureAwait(false);
        return [.. agent.EnabledTools];
    }

    public async Task<RegisteredAgent?> FindAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(agentId, AgentGuard.MaxIdLength, nameof(agentId));
        cancellationToken.ThrowIfCancellationRequested();

        if (_cache.Find(scope.WorkspaceId, agentId) is { } cached)
        {
            return cached;
        }

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var changes = _cache.Changes(scope.WorkspaceId, agentId);
        var found = await FindFirstAsync(scope, () => GetStatement(agentId), cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            _cache.Add(scope.WorkspaceId, found, changes);
        }

        return found;
    }

    public async Task<RegisteredAgent?> FindByNameAsync(AgentScope scope, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(name, AgentGuard.MaxNameLength, nameof(name));

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var found = await FindFirstAsync(scope, () => ByName(name), cancellationToken).ConfigureAwait(false);
        if (found is null || found.IsShared == IsShared(scope))
        {
            return found;
        }

        // A shared agent: one of the workspace may have its id under another name, and hide it.
        var own = await FindOneAsync(scope, GetStatement(found.Definition.Id), cancellationToken).ConfigureAwait(false);
        return own is null ? found : null;
    }

    public async Task<IReadOnlyList<RegisteredAgent>> ListAsync(AgentScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);

        await EnsureDeclaredAsync(cancellationToken).ConfigureAwait(false);
        var rows = await database.ListAsync<AgentRow>(scope, database.Statement(AgentQueries.List), cancellationToken).ConfigureAwait(false);
        if (!IsShared(scope))
        {
            rows.AddRange(await database.ListAsync<AgentRow>(
                AgentScope.Shared, database.Statement(AgentQueries.List), cancellationToken).ConfigureAwait(false));
        }

        return
        [
            .. rows
                .DistinctBy(row => row.AgentId, StringComparer.Ordinal) // the workspace's own come first
                .OrderBy(row => row.AgentId, StringComparer.Ordinal)
                .Select(row => row.ToAgent()),
        ];
    }

    private static bool IsShared(AgentScope scope) => scope.WorkspaceId == AgentScope.SharedWorkspaceId;

    private Statement ByName(string name) => database.Statement(AgentQueries.FindByName).Set("Name", name);

    /// <summary>The agent of the workspace, or the shared one. Two calls, because a scope sees one workspace.</summary>
    private async Task<RegisteredAgent?> FindFirstAsync(AgentScope scope, Func<Statement> find, CancellationToken cancellationToken)
    {
        var own = await FindOneAsync(scope, find(), cancellationToken).ConfigureAwait(false);
        return own is null && !IsShared(scope)
            ? await FindOneAsync(AgentScope.Shared, find(), cancellationToken).ConfigureAwait(false)
            : own;
    }

    private async Task<RegisteredAgent?> FindOneAsync(AgentScope scope, Statement find, CancellationToken cancellationToken)
    {
        var row = await database.SingleOrDefaultAsync<AgentRow>(scope, find, cancellationToken).ConfigureAwait(false);
        return row?.ToAgent();
    }
}
