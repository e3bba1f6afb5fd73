namespace AgentKit.Cli;

/// <summary>Migrations as all commands write them.</summary>
internal static class MigrationTable
{
    public static void Write(Call call, IReadOnlyList<MigrationInfo> migrations) => call.Output.Write(
        new Page<MigrationInfo>(migrations, Next: null),
        CliJson.Default.PageMigrationInfo,
        console => Listing.Write(
            console,
            migrations,
            new("VERSION", migration => Words.Number(migration.Version)) { IsNumber = true },
            new("NAME", migration => migration.Name) { Least = 20 },
            new("STATE", migration => Words.Of(migration.State))
            {
                Style = migration => migration.State switch
                {
                    MigrationState.Applied => Looks.Good,
                    MigrationState.Pending => Looks.Waiting,
                    _ => Looks.Bad,
                },
            },
            new("APPLIED", migration => Words.Time(migration.AppliedAt)) { Rank = 1 },
            new("BREAKING", migration => migration.IsBreaking ? "yes" : "") { Rank = 2 }));
}
