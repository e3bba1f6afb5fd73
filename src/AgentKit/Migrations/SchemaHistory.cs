namespace AgentKit;

/// <summary>What is shipped against what was applied.</summary>
internal sealed class SchemaHistory(MigrationCatalog catalog, IReadOnlyList<AppliedMigration> applied)
{
    /// <summary>The last version that was applied; 0 when none was.</summary>
    public int Version => applied.Count == 0 ? 0 : applied[^1].Version;

    public IReadOnlyList<MigrationInfo> ToStatus()
    {
        var rows = applied.ToDictionary(row => row.Version);
        var shipped = catalog.All.Select(migration => rows.GetValueOrDefault(migration.Version) is { } row
            ? migration.ToInfo(row.Checksum == migration.Checksum ? MigrationState.Applied : MigrationState.Changed, row.AppliedAtInstant)
            : migration.ToInfo(MigrationState.Pending));
        var unknown = applied
            .Where(row => row.Version > catalog.LatestVersion)
            .Select(row => new MigrationInfo(row.Version, row.Name, MigrationState.Unknown, row.AppliedAtInstant, row.IsBreaking));
        return [.. shipped, .. unknown];
    }

    /// <exception cref="MigrationException">A migration was applied from another file, or one before it was left out.</exception>
    public void ThrowIfChanged()
    {
        var known = applied.Where(row => row.Version <= catalog.LatestVersion).ToArray();
        for (var i = 0; i < known.Length; i++)
        {
            var shipped = catalog.All[i];
            if (known[i].Version != shipped.Version)
            {
                throw new MigrationException(shipped.Version, $"it is not recorded as applied, but {known[i].Version:0000} after it is. "
                    + "Apply it, or correct schema_migrations.");
            }

            if (known[i].Checksum != shipped.Checksum)
            {
                throw new MigrationException(shipped.Version, $"what was applied ({known[i].Name}) is not what this library ships "
                    + $"({shipped.Name}): the checksums differ. A released migration is never edited; a new one follows it.");
            }
        }
    }

    /// <exception cref="MigrationException">A newer library has changed the schema in a way that this one cannot work with.</exception>
    public void ThrowIfBroken()
    {
        if (applied.FirstOrDefault(row => row.Version > catalog.LatestVersion && row.IsBreaking) is { } breaking)
        {
            throw new MigrationException(breaking.Version, $"it was applied by a newer library and breaks this one, which knows "
                + $"{catalog.LatestVersion:0000}. Upgrade AgentKit.");
        }
    }

    /// <exception cref="MigrationException">The schema is newer than this library, which cannot take back the unknown.</exception>
    public void ThrowIfNewer()
    {
        if (Version > catalog.LatestVersion)
        {
            throw new MigrationException(Version, $"only the newer library that applied it can take it back; this one knows "
                + $"{catalog.LatestVersion:0000}.");
        }
    }

    public Migration? NextUp(int target) =>
        catalog.All.FirstOrDefault(migration => migration.Version > Version && migration.Version <= target);

    public Migration? NextDown(int target) => Version > target ? catalog.All[Version - 1] : null;
}
