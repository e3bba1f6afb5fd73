namespace AgentKit;

/// <summary>One step of the schema.</summary>
/// <param name="Version">1, 2, 3 … without gaps.</param>
/// <param name="Name">What it adds, as in its file name.</param>
/// <param name="State">Where it stands in this database.</param>
/// <param name="AppliedAt">When it was applied, by the clock of the database; <see langword="null"/> when it is not.</param>
/// <param name="IsBreaking">Whether libraries that do not know it must not work with the database.</param>
public sealed record MigrationInfo(int Version, string Name, MigrationState State, DateTimeOffset? AppliedAt, bool IsBreaking);
