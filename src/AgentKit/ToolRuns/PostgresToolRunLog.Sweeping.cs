using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresToolRunLog
{
    public async Task<IReadOnlyList<ToolRun>> SweepAsync(
        AgentScope scope, TimeSpan olderThan, int limit = 1_000, TimeSpan? lookBack = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(olderThan, TimeSpan.Zero);
        CountGuard.Require(limit, ToolRunGuard.MaxSweep, nameof(limit));
        if (lookBack is { } span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, olderThan, nameof(lookBack));
        }

        var now = time.GetUtcNow();
        var statement = database.Statement(ToolRunQueries.Sweep)
            .Set("Now", now)
            .Set("FromId", lookBack is { } reach ? UuidV7Bounds.At(Age.Before(now, reach)) : UuidV7Bounds.Lowest)
            .Set("Before", Age.Before(now, olderThan))
            .Set("ErrorType", ToolError.Abandoned)
            .Set("ErrorMessage", $"No end was reported; marked by sweep {Guid.CreateVersion7(now)} of {WorkerName.OfThisProcess}.")
            .Set("Limit", limit);
        var rows = await database.ListAsync<ToolRunRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToToolRun());
    }
}
