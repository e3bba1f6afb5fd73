using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The agents in PostgreSQL. Its partial files follow the contract: reading, changes, and the agents that the host declares.</summary>
internal sealed partial class PostgresAgentRegistry(
    Database database, IReadyDatabase readyDatabase, IEnumerable<DeclaredAgent> declared, AgentKitOptions options, TimeProvider time)
    : IAgentRegistry, IDisposable
{
    private readonly AgentCache _cache = new(options.AgentCacheDuration, time);

    public void Dispose()
    {
        _cache.Dispose();
    }

    private Statement GetStatement(string agentId) => database.Statement(AgentQueries.Get).Set("AgentId", agentId);
}
