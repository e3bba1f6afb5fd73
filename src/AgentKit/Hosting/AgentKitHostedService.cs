using Microsoft.Extensions.Hosting;

namespace AgentKit;

/// <summary>
/// Makes a generic host fail at its start, and not at its first request, when the database is not the right one or a declared agent is not valid.
/// </summary>
internal sealed class AgentKitHostedService(PostgresAgentRegistry agents) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => agents.RegisterDeclaredAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
