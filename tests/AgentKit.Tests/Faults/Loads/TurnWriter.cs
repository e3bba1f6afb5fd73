using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>Appends turns to a session, to which others may append as well.</summary>
internal sealed class TurnWriter(IServiceProvider services, AgentScope scope, Guid sessionId, string name) : IWriter
{
    private readonly ISessionStore _sessions = services.GetRequiredService<ISessionStore>();
    private int _rounds;

    public IEnumerable<Func<Task>> Begin(int round)
    {
        _rounds = round;
        var commit = new SessionCommit { Turns = [Turn.User($"{name} {round}")] };
        yield return () => _sessions.AppendAsync(scope, sessionId, commit);
    }

    public async Task CheckAsync()
    {
        var turns = await _sessions.StreamTurnsAsync(scope, sessionId).ToListAsync();
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, turns.Count).Select(number => (long)number));
        turns.Where(turn => turn.Text.StartsWith($"{name} ", StringComparison.Ordinal)).Select(turn => turn.Text)
            .Should().Equal(Enumerable.Range(1, _rounds).Select(round => $"{name} {round}"), "each is there once, and in the order of the calls");
        (await _sessions.GetAsync(scope, sessionId)).Should().BeEquivalentTo(new { TurnCount = (long)turns.Count, Version = turns.Count + 1L });
    }
}
