using AgentKit.Tests.Events;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>Records events at once, and hands others over to be recorded in the background.</summary>
internal sealed class EventWriter(IServiceProvider services, AgentScope scope) : IWriter
{
    private readonly IEventLog _log = services.GetRequiredService<IEventLog>();
    private readonly IEventBuffer _buffer = services.GetRequiredService<IEventBuffer>();
    private readonly List<Guid> _begun = [];

    public IEnumerable<Func<Task>> Begin(int round)
    {
        var (one, many, buffered) = (EventSamples.New(), EventSamples.Many(5), EventSamples.New());
        _begun.AddRange([one.Id, .. many.Select(item => item.Id), buffered.Id]);
        yield return () => _log.AppendAsync(scope, one);
        yield return () => _log.AppendManyAsync(scope, many);
        yield return () => _buffer.WriteAsync(scope, buffered).AsTask();
    }

    public async Task CheckAsync()
    {
        await _buffer.FlushAsync();
        (await _log.StreamAsync(scope).ToListAsync()).Select(item => item.Id).Order().Should().Equal(_begun.Order());
        _buffer.GetStatistics().Should().BeEquivalentTo(new { Pending = 0, Failed = 0, Refused = 0 });
    }
}
