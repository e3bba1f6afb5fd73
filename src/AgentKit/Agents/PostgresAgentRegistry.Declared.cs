namespace AgentKit;

/// <summary>The agents that the host declares in code are registered once: at its start or before the first look-up, whichever is first.</summary>
internal sealed partial class PostgresAgentRegistry
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _areDeclared;

    /// <summary>
    /// Registers them in the shared catalogue, unless that is done; after a failure the next call tries again. It also makes sure that the
    /// database is ready, whether or not there is anything to register.
    /// </summary>
    public async Task RegisterDeclaredAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_areDeclared)
            {
                return;
            }

            var definitions = CheckDeclared();
            await readyDatabase.GetDataSourceAsync(cancellationToken).ConfigureAwait(false);
            foreach (var definition in definitions)
            {
                await RegisterAsync(AgentScope.Shared, definition, cancellationToken).ConfigureAwait(false);
            }

            _areDeclared = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task EnsureDeclaredAsync(CancellationToken cancellationToken) =>
        _areDeclared ? Task.CompletedTask : RegisterDeclaredAsync(cancellationToken);

    /// <summary>All of them before the first is written: a host with a wrong one changes nothing.</summary>
    private List<StoredDefinition> CheckDeclared()
    {
        List<StoredDefinition> definitions = [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in declared.Select(agent => agent.Definition))
        {
            definitions.Add(StoredDefinition.Of(definition, options.Limits));
            if (!ids.Add(definition.Id))
            {
                throw new AgentConfigurationException(definition.Id, ["the host declares two agents with this id"]);
            }

            if (!names.Add(definition.Name))
            {
                throw new AgentConfigurationException(definition.Id, ["the host declares another agent with the same name"]);
            }
        }

        return definitions;
    }
}
