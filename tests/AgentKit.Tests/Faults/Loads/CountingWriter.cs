using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>Reads a number of a session and raises it by one, beside others who do the same: none of it may be lost, and none counted twice.</summary>
internal sealed class CountingWriter(IServiceProvider services, AgentScope scope, Guid sessionId, string name) : IWriter
{
    private const string Total = "total";

    private readonly ISessionStore _sessions = services.GetRequiredService<ISessionStore>();
    private int _rounds;

    public IEnumerable<Func<Task>> Begin(int round)
    {
        _rounds = round;
        var operationId = Guid.CreateVersion7();
        yield return () => _sessions.UpdateAsync(scope, sessionId, current => new SessionCommit
        {
            OperationId = operationId,
            CapturedData =
            {
                [Total] = NumberOf(current, Total) + 1,
                [name] = NumberOf(current, name) + 1,
            },
        });
    }

    public async Task CheckAsync()
    {
        var snapshot = await _sessions.GetSnapshotAsync(scope, sessionId);
        NumberOf(snapshot, name).Should().Be(_rounds);
        snapshot.State.CapturedData.Where(pair => pair.Key != Total).Sum(pair => (int)pair.Value!).Should().Be(NumberOf(snapshot, Total));
        snapshot.Session.Version.Should().Be(NumberOf(snapshot, Total) + 1L);
    }

    private static int NumberOf(SessionSnapshot snapshot, string key) => (int?)snapshot.State.CapturedData[key] ?? 0;
}
