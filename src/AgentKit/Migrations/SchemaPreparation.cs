using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentKit;

/// <summary>Makes what the first migration stands on, where it is missing: the application role, the schema, the ledger.</summary>
internal sealed class SchemaPreparation(SqlTemplate template, ILogger logger)
{
    private const string RolesFile = "roles.sql";

    /// <summary>Works within the caller's transaction, under its lock.</summary>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="MigrationException">The login may not make what is missing; the message says what to run.</exception>
    public async Task<DatabaseState> RunAsync(
        MigrationTransaction transaction, MigrationLedger ledger, CancellationToken cancellationToken)
    {
        var state = await ledger.InspectAsync(cancellationToken).ConfigureAwait(false);
        if (state is { MayBecomeRole: true, LedgerExists: true })
        {
            return state;
        }

        if (!state.MayBecomeRole)
        {
            await SetUpRoleAsync(transaction, state, cancellationToken).ConfigureAwait(false);
        }

        // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even when it exists.
        if (!state.SchemaExists)
        {
            await CreateSchemaAsync(transaction, state, cancellationToken).ConfigureAwait(false);
        }

        if (!state.LedgerExists)
        {
            await transaction.ExecuteAsync(MigrationQueries.CreateLedger, cancellationToken).ConfigureAwait(false);
            await transaction.ExecuteAsync(MigrationQueries.GrantSchema, cancellationToken).ConfigureAwait(false);
            await transaction.ExecuteAsync(MigrationQueries.GrantLedger, cancellationToken).ConfigureAwait(false);
        }

        return await ledger.InspectAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SetUpRoleAsync(MigrationTransaction transaction, DatabaseState state, CancellationToken cancellationToken)
    {
        try
        {
            var script = template.Render(RolesFile, EmbeddedSql.Read(RolesFile), state.Login);
            await transaction.ExecuteScriptAsync(script, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (MigrationErrors.IsMissingRight(exception))
        {
            var problem = state.RoleExists
                ? $"the login {state.Login} may not become the application role {template.ApplicationRole}, nor grant it to itself."
                : $"the application role {template.ApplicationRole} is missing, and the login {state.Login} may not create it.";
            throw new MigrationException(
                version: null, $"{problem} {AdministratorCommands.SetUpRole(state, template.ApplicationRole)}", exception);
        }

        transaction.AfterCommit(() => MigrationLog.RoleSetUp(logger, state.Login, template.ApplicationRole));
    }

    private async Task CreateSchemaAsync(MigrationTransaction transaction, DatabaseState state, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.ExecuteAsync(MigrationQueries.CreateSchema, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (MigrationErrors.IsMissingRight(exception))
        {
            throw new MigrationException(
                version: null,
                $"the schema {template.Schema} is missing, and the login {state.Login} may not create it. "
                    + AdministratorCommands.CreateSchema(state, template.Schema),
                exception);
        }
    }
}
