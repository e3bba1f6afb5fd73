namespace AgentKit.Tests.Changes;

/// <summary>Reads a feed as far as a test needs it. A feed that hangs fails the test instead of the run.</summary>
internal static class FeedReader
{
    /// <summary>For what comes at once unless something is broken; no test passes because of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<List<SessionChange>> TakeAsync(this IAsyncEnumerable<SessionChange> feed, int count)
    {
        List<SessionChange> changes = [];
        if (count == 0)
        {
            return changes;
        }

        using var deadline = new CancellationTokenSource(Patience);
        await foreach (var change in feed.WithCancellation(deadline.Token))
        {
            changes.Add(change);
            if (changes.Count == count)
            {
                break;
            }
        }

        return changes;
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> question)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await question())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    /// <summary>What a reader of a change can check it against.</summary>
    public static IEnumerable<(Guid SessionId, long Version)> Keys(this IEnumerable<SessionChange> changes) =>
        changes.Select(change => (change.SessionId, change.Version));
}
