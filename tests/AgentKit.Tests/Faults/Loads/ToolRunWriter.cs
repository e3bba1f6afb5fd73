using System.Text.Json;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

internal sealed class ToolRunWriter(IServiceProvider services, AgentScope scope, Guid sessionId) : IWriter
{
    private readonly IToolRunLog _log = services.GetRequiredService<IToolRunLog>();
    private readonly List<Guid> _begun = [];

    public IEnumerable<Func<Task>> Begin(int round)
    {
        var toolRun = new NewToolRun(sessionId, "tool", JsonSerializer.SerializeToElement(round));
        _begun.Add(toolRun.Id);
        yield return () => _log.StartAsync(scope, toolRun);
        yield return () => _log.SucceedAsync(scope, toolRun.Id, toolRun.Input);
    }

    public async Task CheckAsync()
    {
        var logged = await _log.ReplayAsync(scope, sessionId).ToListAsync();
        logged.Select(toolRun => toolRun.Id).Order().Should().Equal(_begun.Order());
        logged.Should().OnlyContain(toolRun => toolRun.Status == ToolRunStatus.Succeeded && toolRun.Attempt == 1);
        logged.Should().OnlyContain(toolRun => toolRun.Output!.Value.GetRawText() == toolRun.Input.GetRawText());
    }
}
