using Microsoft.Extensions.Hosting;

namespace AgentKit;

/// <summary>Makes a generic host fail at its start, and not at its first request, when the database is not the right one.</summary>
internal sealed class AgentKitHostedService : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => PostgresAgentRegistry.RegisterDeclaredAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
