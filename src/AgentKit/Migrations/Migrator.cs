using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>
/// Up and down are the same loop: take the lock, look what was applied, do the next one, commit. Nothing that was seen before the lock was
/// taken is trusted, so any number of processes can run it at once. No call does the same migration twice: two that pull in opposite
/// directions end, instead of undoing each other's work for ever.
/// </summary>
internal sealed class Migrator(
    DataSourceProvider dataSources,
    QueryCatalog queries,
    SqlTemplate template,
    AgentKitOptions options,
    ILogger<Migrator> logger,
    MigrationCatalog catalog) : IMigrator
{
    private readonly SchemaPreparation _preparation = new(template, logger);

    public Migrator(
        DataSourceProvider dataSources, QueryCatalog queries, SqlTemplate template, AgentKitOptions options, ILogger<Migrator> logger)
        : this(dataSources, queries, template, options, logger, MigrationCatalog.Shipped)
    {
    }

    public async Task<IReadOnlyList<MigrationInfo>> UpAsync(int? toVersion = null, CancellationToken cancellationToken = default)
    {
        var target = Known(toVersion ?? catalog.LatestVersion);

        List<MigrationInfo> applied = [];
        while (await ApplyNextAsync(target, last: applied.LastOrDefault(), cancellationToken).ConfigureAwait(false) is { } migration)
        {
            applied.Add(migration);
        }

        return applied;
    }

    public async Task<IReadOnlyList<MigrationInfo>> DownAsync(int toVersion, CancellationToken cancellationToken = default)
    {
        var target = Known(toVersion);

        List<MigrationInfo> takenBack = [];
        while (await TakeBackNextAsync(target, last: takenBack.LastOrDefault(), cancellationToken).ConfigureAwait(false) is { } migration)
        {
            takenBack.Add(migration);
        }

        return takenBack;
    }

    public async Task<IReadOnlyList<MigrationInfo>> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        var history = await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        return history.ToStatus();
    }

    public async Task ValidateAsync(CancellationToken cancellationToken = default)
    {
        var history = await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        history.ThrowIfChanged();
        history.ThrowIfBroken();
    }

    public async Task<IReadOnlyList<MigrationInfo>> ResetAsync(CancellationToken cancellationToken = default)
    {
        if (!options.AllowReset)
        {
            throw new InvalidOperationException(
                $"A reset drops the schema {template.Schema} with all its data. It is refused unless "
                + $"{nameof(AgentKitOptions)}.{nameof(AgentKitOptions.AllowReset)} is true.");
        }

        await DropAsync(cancellationToken).ConfigureAwait(false);
        return await UpAsync(toVersion: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The longest name of PostgreSQL's.</summary>
    private const int MaxNameLength = 63;

    public string GetScript(int fromVersion, int? toVersion = null, string? login = null)
    {
        TextGuard.Optional(login, MaxNameLength, nameof(login));
        var from = Known(fromVersion);
        var to = Known(toVersion ?? catalog.LatestVersion);
        var script = new MigrationScript(catalog, template);
        return to < from ? script.Down(from, to) : script.Up(from, to, login);
    }

    private int Known(int toVersion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toVersion, catalog.LatestVersion);
        return toVersion;
    }

    private Task<MigrationInfo?> ApplyNextAsync(
        int target, MigrationInfo? last, CancellationToken cancellationToken) => RunLockedAsync(async (transaction, ledger) =>
    {
        var state = await _preparation.RunAsync(transaction, ledger, cancellationToken).ConfigureAwait(false);
        var history = await ReadHistoryAsync(ledger, state, cancellationToken).ConfigureAwait(false);
        history.ThrowIfChanged();
        history.ThrowIfBroken();
        if (history.NextUp(target) is not { } migration)
        {
            return null;
        }

        if (migration.Version <= last?.Version)
        {
            throw new MigrationException(migration.Version, "another process took it back while this one was still migrating up.");
        }

        transaction.Version = migration.Version;
        var appliedAt = await ledger.RecordAsync(migration, cancellationToken).ConfigureAwait(false);
        await transaction.ExecuteScriptAsync(template.Render(migration.Name, migration.UpSql), cancellationToken).ConfigureAwait(false);
        transaction.AfterCommit(() => MigrationLog.Applied(logger, migration.Version, migration.Name, template.Schema));
        return migration.ToInfo(MigrationState.Applied, appliedAt);
    }, cancellationToken);

    private Task<MigrationInfo?> TakeBackNextAsync(
        int target, MigrationInfo? last, CancellationToken cancellationToken) => RunLockedAsync(async (transaction, ledger) =>
    {
        var state = await ledger.InspectAsync(cancellationToken).ConfigureAwait(false);
        var history = await ReadHistoryAsync(ledger, state, cancellationToken).ConfigureAwait(false);
        history.ThrowIfNewer();
        history.ThrowIfChanged();
        if (history.NextDown(target) is not { } migration)
        {
            return null;
        }

        if (migration.Version >= last?.Version)
        {
            throw new MigrationException(migration.Version, "another process applied it again while this one was still migrating down.");
        }

        transaction.Version = migration.Version;
        await ledger.EraseAsync(migration, cancellationToken).ConfigureAwait(false);
        await transaction.ExecuteScriptAsync(template.Render(migration.Name, migration.DownSql), cancellationToken).ConfigureAwait(false);
        transaction.AfterCommit(() => MigrationLog.TakenBack(logger, migration.Version, migration.Name, template.Schema));
        return migration.ToInfo(MigrationState.Pending);
    }, cancellationToken);

    /// <summary>The schema is made again in the transaction that drops it: a login that may not do so loses nothing.</summary>
    private Task<DatabaseState> DropAsync(CancellationToken cancellationToken) => RunLockedAsync(async (transaction, ledger) =>
    {
        var state = await ledger.InspectAsync(cancellationToken).ConfigureAwait(false);
        if (state is { SchemaHasRelations: true, LedgerExists: false })
        {
            throw new MigrationException(version: null, $"the schema {template.Schema} is not AgentKit's to drop: it holds tables, but no "
                + "schema_migrations.");
        }

        await transaction.ExecuteAsync(MigrationQueries.DropSchema, cancellationToken).ConfigureAwait(false);
        transaction.AfterCommit(() => MigrationLog.SchemaDropped(logger, template.Schema));
        return await _preparation.RunAsync(transaction, ledger, cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    private Task<SchemaHistory> ReadHistoryAsync(CancellationToken cancellationToken) => RunAsync(async transaction =>
    {
        var ledger = new MigrationLedger(transaction, template);
        var state = await ledger.InspectAsync(cancellationToken).ConfigureAwait(false);
        return await ReadHistoryAsync(ledger, state, cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    private async Task<SchemaHistory> ReadHistoryAsync(MigrationLedger ledger, DatabaseState state, CancellationToken cancellationToken) =>
        new(catalog, await ledger.ReadAsync(state, cancellationToken).ConfigureAwait(false));

    private Task<T> RunLockedAsync<T>(Func<MigrationTransaction, MigrationLedger, Task<T>> body, CancellationToken cancellationToken) =>
        RunAsync(async transaction =>
        {
            await transaction.LockAsync(cancellationToken).ConfigureAwait(false);
            return await body(transaction, new(transaction, template)).ConfigureAwait(false);
        }, cancellationToken);

    private async Task<T> RunAsync<T>(Func<MigrationTransaction, Task<T>> body, CancellationToken cancellationToken)
    {
        var dataSource = await dataSources.GetAsync(cancellationToken).ConfigureAwait(false);
        return await MigrationTransaction.RunAsync(dataSource, queries, body, cancellationToken).ConfigureAwait(false);
    }
}
