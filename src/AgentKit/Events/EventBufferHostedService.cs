using Microsoft.Extensions.Hosting;

namespace AgentKit;

/// <summary>
/// Empties the event buffer when a generic host ends. After all services have stopped, whichever was registered first: they may still record
/// how they stopped.
/// </summary>
internal sealed class EventBufferHostedService(EventBuffer buffer) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => buffer.CloseAsync(cancellationToken);
}
