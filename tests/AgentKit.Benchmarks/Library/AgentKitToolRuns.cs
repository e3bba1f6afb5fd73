using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Library;

/// <summary>Notes that a tool begins, and that it has succeeded.</summary>
internal sealed class AgentKitToolRuns(Endpoint endpoint) : ISubject
{
    private readonly ServiceProvider _provider = AgentKitHost.CreateProvider(endpoint);
    private readonly JsonElement _input = JsonElement.Parse(Sample.ToolInput);
    private readonly JsonElement _output = JsonElement.Parse(Sample.ToolOutput);

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var sessions = _provider.GetRequiredService<ISessionStore>();
        var toolRuns = _provider.GetRequiredService<IToolRunLog>();
        var session = await sessions.CreateAsync(AgentKitHost.Scope, new NewSession(AgentKitHost.Agent), cancellationToken);
        return async token =>
        {
            var run = await toolRuns.StartAsync(AgentKitHost.Scope, new NewToolRun(session.Id, "find_order", _input), token);
            await toolRuns.SucceedAsync(AgentKitHost.Scope, run.Id, _output, token);
        };
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
