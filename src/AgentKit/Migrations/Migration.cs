namespace AgentKit;

/// <summary>One shipped step of the schema: two files of <c>sql/migrations</c>, their tokens not yet replaced.</summary>
/// <param name="Version">1, 2, 3 … without gaps.</param>
/// <param name="Name">What it adds, as in its file name.</param>
/// <param name="UpSql">What applies it.</param>
/// <param name="DownSql">What takes it back.</param>
/// <param name="Checksum">SHA-256 of the up file as it is in the repository, in lower-case hexadecimal (<c>sha256sum</c>).</param>
/// <param name="IsBreaking">Whether libraries that do not know it must not work with the database.</param>
internal sealed record Migration(int Version, string Name, string UpSql, string DownSql, string Checksum, bool IsBreaking)
{
    public MigrationInfo ToInfo(MigrationState state, DateTimeOffset? appliedAt = null) => new(Version, Name, state, appliedAt, IsBreaking);
}
