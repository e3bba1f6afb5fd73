using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Asks the database, under the application role and without a scope, whether it is the right one: the schema that this library knows, and
/// isolation that holds. Refuses with what to run.
/// </summary>
internal sealed class StartupCheck(
    QueryCatalog queries, SqlTemplate template, AgentKitOptions options, DatabaseStatus status, ILogger<StartupCheck> logger)
{
    private readonly int _libraryVersion = MigrationCatalog.Shipped.LatestVersion;

    public async Task RunAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            await CheckVersionAsync(dataSource, cancellationToken).ConfigureAwait(false);
            await CheckIsolationAsync(dataSource, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is SqlStates.UnknownRole or SqlStates.RowSecurity)
        {
            throw await ExplainAsync(dataSource, exception, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseErrors.IsForeign(exception))
        {
            throw DatabaseErrors.Translate(exception);
        }
    }

    private async Task CheckVersionAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var applied = await ReadLedgerAsync(dataSource, cancellationToken).ConfigureAwait(false);
        var databaseVersion = applied.Count == 0 ? 0 : applied.Max(migration => migration.Version);
        status.SchemaVersion = databaseVersion;

        if (databaseVersion < _libraryVersion)
        {
            throw SchemaIsOld(databaseVersion);
        }

        if (applied.Any(migration => migration.Version > _libraryVersion && migration.IsBreaking))
        {
            throw new SchemaVersionException(
                databaseVersion,
                _libraryVersion,
                "a newer migration says that it breaks older libraries; upgrade the AgentKit packages of this host.");
        }

        if (databaseVersion > _libraryVersion)
        {
            ConnectionLog.NewerSchema(logger, databaseVersion, _libraryVersion);
        }
    }

    private async Task<List<AppliedMigration>> ReadLedgerAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(
                dataSource,
                [MigrationQueries.Applied],
                static (results, token) => results.ReadListAsync<AppliedMigration>(token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is SqlStates.UndefinedTable or SqlStates.UndefinedSchema)
        {
            return [];
        }
    }

    private Task<bool> CheckIsolationAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken) =>
        AskAsync(
            dataSource,
            ["infrastructure/check_isolation", "infrastructure/canary", "infrastructure/current_login"],
            async (results, token) =>
            {
                var problems = await results.ReadTextsAsync(token).ConfigureAwait(false);
                await results.NextAsync(token).ConfigureAwait(false);

                var leaks = await results.ReadTextsAsync(token).ConfigureAwait(false);
                problems.AddRange(leaks.Select(table => $"table {table} shows rows to a call without a scope"));
                if (problems.Count > 0)
                {
                    throw new IsolationException(problems);
                }

                await results.NextAsync(token).ConfigureAwait(false);
                var login = await results.ReadSingleOrDefaultAsync<LoginRow>(token).ConfigureAwait(false);
                if (login is { IsPowerful: true })
                {
                    ConnectionLog.PowerfulLogin(logger, login.Login, options.ApplicationRole);
                }

                return true;
            },
            cancellationToken);

    private async Task<T> AskAsync<T>(
        NpgsqlDataSource dataSource,
        string[] questions,
        Func<ResultReader, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        var connection = await Connections.OpenAsync(dataSource, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection);
        await using var __ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(queries["infrastructure/enter_no_scope"].Text));
        foreach (var question in questions)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(queries[question].Text));
        }

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return await read(new ResultReader(reader), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Only the switch to the application role can raise such an error: it is missing, with the schema or alone.</summary>
    private async Task<AgentKitException> ExplainAsync(
        NpgsqlDataSource dataSource, PostgresException exception, CancellationToken cancellationToken)
    {
        var state = await MigrationTransaction.RunAsync(
            dataSource,
            queries,
            transaction => new MigrationLedger(transaction, template).InspectAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (!state.LedgerExists)
        {
            return SchemaIsOld(databaseVersion: 0);
        }

        var problem = exception.SqlState == SqlStates.UnknownRole
            ? $"the role {options.ApplicationRole} does not exist (a migration by a login that may create roles makes it)"
            : $"the login {state.Login} may not become {options.ApplicationRole}, or that role may not use schema {options.Schema}";
        return new IsolationException([$"{problem}. {AdministratorCommands.SetUpRole(state, options.ApplicationRole)}"]);
    }

    private SchemaVersionException SchemaIsOld(int databaseVersion) =>
        new(
            databaseVersion,
            _libraryVersion,
            "migrate it with IMigrator.UpAsync(), or set AgentKitOptions.MigrateAtStart = true.");

    private sealed record LoginRow
    {
        public string Login { get; init; } = "";

        public bool IsPowerful { get; init; }
    }
}
