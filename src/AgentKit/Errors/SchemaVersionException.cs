using System.Globalization;

namespace AgentKit;

/// <summary>The schema in the database is not one that this version of the library works with.</summary>
/// <param name="databaseVersion">The last migration applied; 0 when there is no schema.</param>
/// <param name="libraryVersion">The migration that this library was built for.</param>
/// <param name="remedy">What to run or to upgrade.</param>
public sealed class SchemaVersionException(int databaseVersion, int libraryVersion, string remedy)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"The database is at schema version {databaseVersion}, the library needs {libraryVersion}: {remedy}"))
{
    /// <summary>The last migration applied; 0 when there is no schema.</summary>
    public int DatabaseVersion { get; } = databaseVersion;

    /// <summary>The migration that this library was built for.</summary>
    public int LibraryVersion { get; } = libraryVersion;

    /// <summary>What to run or to upgrade.</summary>
    public string Remedy { get; } = remedy;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Configuration;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
