using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Records a thousand events in one call.</summary>
internal sealed class AgentKitEvents(Endpoint endpoint, int count) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint);
    private readonly JsonElement _payload = JsonElement.Parse(Sample.ToolOutput);

    public Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var events = _provider.GetRequiredService<IEventLog>();
        return Task.FromResult<Func<CancellationToken, Task>>(async token =>
        {
            var batch = new NewEvent[count];
            for (var i = 0; i < count; i++)
            {
                batch[i] = new NewEvent(EventCategory.Hook, "post_tool_use") { ToolName = "find_order", Payload = _payload };
            }

            Expect.Equal(count, await events.AppendManyAsync(AgentKitHost.Scope, batch, token));
        });
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
