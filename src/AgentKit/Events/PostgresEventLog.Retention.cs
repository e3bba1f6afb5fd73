using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresEventLog
{
    public async Task<long> DeleteOlderThanAsync(
        AgentScope scope, DateTimeOffset before, int batchSize = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(batchSize, EventGuard.MaxEvents, nameof(batchSize));

        // The policies would let people remove their own; a record that those can edit whom it is about is none.
        if (scope.Access != AccessLevel.Service)
        {
            throw new AccessDeniedException(scope.Access, "remove", "old events");
        }

        var deleted = 0L;
        while (true)
        {
            var statement = database.Statement(EventQueries.DeleteOlderThan)
                .Set("BeforeId", UuidV7Bounds.At(before))
                .Set("BatchSize", batchSize);
            var batch = await CountAsync(scope, statement, cancellationToken).ConfigureAwait(false);
            deleted += batch;
            if (batch < batchSize)
            {
                return deleted;
            }
        }
    }
}
