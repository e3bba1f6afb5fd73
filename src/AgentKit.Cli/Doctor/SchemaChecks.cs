namespace AgentKit.Cli;

/// <summary>Whether the schema is the one that this version works with, and isolates.</summary>
internal static class SchemaChecks
{
    public const string Migrations = "migrations";
    public const string Isolation = "isolation";

    public static async Task<IReadOnlyList<Check>> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var migrations = await MigrationsAsync(call, cancellationToken);
        return migrations.State == CheckState.Problem
            ? [migrations, Check.Skipped(Isolation, "the schema is not there as it should be")]
            : [migrations, .. await IsolationAsync(call, cancellationToken)];
    }

    private static async Task<Check> MigrationsAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            var migrator = call.Get<IMigrator>();
            var status = await migrator.GetStatusAsync(cancellationToken);
            await migrator.ValidateAsync(cancellationToken);
            var pending = status.Count(migration => migration.State == MigrationState.Pending);
            var unknown = status.Count(migration => migration.State == MigrationState.Unknown);
            return (pending, unknown) switch
            {
                ( > 0, _) => Check.Problem(Migrations, $"{pending} of {status.Count} are pending in schema {call.Options.Schema}", "agentkit migrate up"),
                (_, > 0) => Check.Warning(Migrations, $"{unknown} are newer than this tool knows", "dotnet tool update AgentKit.Cli"),
                _ => Check.Ok(Migrations, $"all {status.Count} are applied in schema {call.Options.Schema}, as they are shipped"),
            };
        }
        catch (MigrationException problem)
        {
            return Check.Problem(Migrations, problem.Message, "Compare with agentkit migrate status, and put back what was changed by hand.");
        }
    }

    /// <summary>The library looks itself, before its first answer.</summary>
    private static async Task<IReadOnlyList<Check>> IsolationAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            await call.Get<IAgentRegistry>().ListAsync(AgentScope.Shared, cancellationToken);
            return [Check.Ok(Isolation, "every table has row-level security, forced, with AgentKit's policies and no others")];
        }
        catch (IsolationException problem)
        {
            return [.. problem.Problems.Select(found => Check.Problem(Isolation, found, "Run what stands behind the colon, as the owner of the tables."))];
        }
        catch (SchemaVersionException problem)
        {
            return [Check.Problem(Isolation, problem.Message, problem.Remedy)];
        }
    }
}
