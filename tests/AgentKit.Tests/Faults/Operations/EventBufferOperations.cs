using AgentKit.Tests.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

/// <summary>What is handed over is written in the background: it has come to something when the buffer is flushed.</summary>
internal sealed class EventBufferOperations : IStoreOperations
{
    public Type Store => typeof(IEventBuffer);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["WriteAsync(NewEvent)"] = Buffered((buffer, scope, one, token) => buffer.WriteAsync(scope, one, token)),
        ["TryWrite(NewEvent)"] = Buffered((buffer, scope, one, _) =>
            buffer.TryWrite(scope, one) ? default : throw new InvalidOperationException("The buffer is full.")),
    };

    private static Operation Buffered(Func<IEventBuffer, AgentScope, NewEvent, CancellationToken, ValueTask> write) => new(stage =>
    {
        var events = EventSamples.Many(3);
        return async (services, token) =>
        {
            var buffer = services.GetRequiredService<IEventBuffer>();
            foreach (var one in events)
            {
                await write(buffer, stage.User, one, token);
            }

            await buffer.FlushAsync(token);
            return null;
        };
    })
    {
        IsAtomic = false,
        WaitsForEver = true,
    };
}
