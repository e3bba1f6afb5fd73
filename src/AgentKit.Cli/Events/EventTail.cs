using System.Runtime.CompilerServices;

namespace AgentKit.Cli;

/// <summary>
/// Events as they come, each once. Their ids are made by clients before they arrive, so a late one may have an id before those that were seen: each look
/// goes back a while, now and then a long while, and passes over what it has shown.
/// </summary>
internal sealed class EventTail(IEventLog events, AgentScope scope, EventFilter filter, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>What every look goes back: buffers send within seconds, and clocks differ.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(30);

    /// <summary>How late an event may come and still be seen: a buffer waits for a database that is away, a clock runs slow.</summary>
    private static readonly TimeSpan Far = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, DateTimeOffset> _shown = [];
    private DateTimeOffset _lookedFar = DateTimeOffset.MinValue;

    public async IAsyncEnumerable<AgentEvent> ReadAsync(
        int last, bool isFollowing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (isFollowing)
        {
            await foreach (var _ in LookAsync(cancellationToken))
            {
                // What is older than the first ones to be shown is not news.
            }
        }

        if (last > 0)
        {
            var page = await events.ListAsync(scope, filter with { Limit = last }, cancellationToken);
            foreach (var happened in page.Items.Reverse())
            {
                _shown[happened.Id] = clock.GetUtcNow();
                yield return happened;
            }
        }

        while (isFollowing)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            await foreach (var happened in LookAsync(cancellationToken))
            {
                yield return happened;
            }
        }
    }

    private async IAsyncEnumerable<AgentEvent> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isFar = now - _lookedFar >= Near / 2;
        await foreach (var happened in events.StreamAsync(scope, filter with { From = now - (isFar ? Far : Near), Limit = 1000 }, cancellationToken))
        {
            if (_shown.TryAdd(happened.Id, now))
            {
                yield return happened;
            }
        }

        if (isFar)
        {
            _lookedFar = now;
            Forget(now);
        }
    }

    /// <summary>What no look can bring again need not be remembered.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, seen) in _shown.Where(shown => now - shown.Value > 2 * Far).ToArray())
        {
            _shown.Remove(id);
        }
    }
}
