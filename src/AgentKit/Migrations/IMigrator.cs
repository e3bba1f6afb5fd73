namespace AgentKit;

/// <summary>
/// Brings the schema of a database to a version and says where it stands. Runs as the login, not under the application role: to change the
/// schema the login must own it or be allowed to create it; to read where it stands, to be able to become the application role is enough.
/// </summary>
/// <remarks>
/// <para>Concurrency: any number of processes may migrate up at once; each migration is applied by one of them, in a transaction of its
/// own, and the others find it done. Works through a pooler in transaction mode. Of two that pull in opposite directions (one up, while the
/// other goes down or resets) one fails with <see cref="MigrationException"/>; what is recorded is what was done.</para>
/// <para>Nothing is retried, and no statement has a time limit of its own. Every method throws
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL cannot be reached or breaks off for a passing reason,
/// <see cref="DatabaseException"/> when it refuses the login, and <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface IMigrator
{
    /// <summary>Applies the migrations that are missing, in order.</summary>
    /// <param name="toVersion">
    /// The last one to apply; <see langword="null"/> for the latest. A version that is already passed changes nothing.
    /// </param>
    /// <param name="cancellationToken">Stops between two migrations or rolls the current one back.</param>
    /// <returns>The migrations that this call applied; empty when others had.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="toVersion"/> is negative or unknown.</exception>
    /// <exception cref="MigrationException">
    /// A migration failed (it was rolled back, those before it stay), what was applied is not what is shipped, the application role or the
    /// schema is missing and the login may not create it (the message says what an administrator runs), or the schema is newer and breaks
    /// this version.
    /// </exception>
    Task<IReadOnlyList<MigrationInfo>> UpAsync(int? toVersion = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes back the migrations above a version, latest first. The data in what they made is lost; each <c>down</c> file says which.
    /// </summary>
    /// <param name="toVersion">The last version to keep; 0 takes all back, and leaves the empty schema and its record.</param>
    /// <param name="cancellationToken">Stops between two migrations or rolls the current one back.</param>
    /// <returns>The migrations that this call took back, latest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="toVersion"/> is negative or unknown.</exception>
    /// <exception cref="MigrationException">
    /// A migration failed, what was applied is not what is shipped, or the schema is newer, breaking or not.
    /// </exception>
    Task<IReadOnlyList<MigrationInfo>> DownAsync(int toVersion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Every migration that is shipped or applied, in order, with its state. Changes nothing, also on an empty database.
    /// </summary>
    /// <exception cref="MigrationException">The login may neither read the record of migrations nor become the role that may.</exception>
    Task<IReadOnlyList<MigrationInfo>> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares the checksums of what was applied with what is shipped. Changes nothing. Migrations that are still missing are no error.
    /// </summary>
    /// <exception cref="MigrationException">
    /// An applied migration differs from the shipped one, one was left out before it, one is unknown and says that it is breaking, or the
    /// login may not read the record.
    /// </exception>
    Task ValidateAsync(CancellationToken cancellationToken = default);

    /// <summary>Drops the schema with all that is in it, the host's own objects included, and builds it anew.</summary>
    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AgentKitOptions.AllowReset"/> is off.</exception>
    /// <exception cref="MigrationException">
    /// A migration failed, the login may not drop and create the schema, or the schema holds tables but no record of migrations and so is
    /// not AgentKit's.
    /// </exception>
    Task<IReadOnlyList<MigrationInfo>> ResetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The SQL that brings a schema from one version to another, for a database administrator to read or to run in place of <see cref="UpAsync"/> or
    /// <see cref="DownAsync"/>: each migration a transaction of its own that takes the migrator's lock and keeps its record. Asks no database.
    /// </summary>
    /// <param name="fromVersion">Where the schema stands; 0 for none, which the script then makes.</param>
    /// <param name="toVersion">Where it is to stand, above or below; <see langword="null"/> for the latest.</param>
    /// <param name="login">
    /// With a way up, or none, the login that may become the application role, which the script then makes too. Default: none, the role must be there.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A version is negative or unknown.</exception>
    /// <exception cref="ArgumentException">The login is empty, longer than the 63 characters of a name, or cannot be one.</exception>
    string GetScript(int fromVersion, int? toVersion = null, string? login = null);
}
