using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The table <c>schema_migrations</c>, and what is around it: the schema that it is in and the role that may read it.</summary>
internal sealed class MigrationLedger(MigrationTransaction transaction, SqlTemplate template)
{
    public async Task<DatabaseState> InspectAsync(CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<DatabaseState>(MigrationQueries.Inspect, cancellationToken).ConfigureAwait(false);
        return rows[0];
    }

    /// <summary>
    /// The migrations that were applied, in order; none where there is no ledger. A login without rights of its own reads under the
    /// application role, and stays under it until the end of the transaction.
    /// </summary>
    public async Task<IReadOnlyList<AppliedMigration>> ReadAsync(DatabaseState state, CancellationToken cancellationToken)
    {
        if (!state.LedgerExists)
        {
            return [];
        }

        if (!state.MayReadLedger)
        {
            if (!state.MayBecomeRole)
            {
                throw new MigrationException(version: null, $"the login {state.Login} may not read schema_migrations in the schema "
                    + $"{template.Schema}. {AdministratorCommands.SetUpRole(state, template.ApplicationRole)}");
            }

            await transaction.ExecuteAsync(MigrationQueries.AssumeRole, cancellationToken).ConfigureAwait(false);
        }

        return await transaction.QueryAsync<AppliedMigration>(MigrationQueries.Applied, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>When, by the clock of the database.</returns>
    public async Task<DateTimeOffset> RecordAsync(Migration migration, CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<DateTime>(
            MigrationQueries.Record,
            cancellationToken,
            ("Version", migration.Version),
            ("Name", migration.Name),
            ("Checksum", migration.Checksum),
            ("IsBreaking", migration.IsBreaking)).ConfigureAwait(false);
        return new(rows[0]);
    }

    public Task EraseAsync(Migration migration, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(MigrationQueries.Erase, cancellationToken, ("Version", migration.Version));
}
