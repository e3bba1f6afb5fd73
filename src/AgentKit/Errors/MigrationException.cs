using System.Globalization;

namespace AgentKit;

/// <summary>
/// A schema migration could not be applied or undone. Each runs in one transaction, so the one that failed left nothing behind.
/// </summary>
/// <param name="version">The migration, or null when the failure belongs to none.</param>
/// <param name="message">What failed.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class MigrationException(int? version, string message, Exception? innerException = null)
    : AgentKitException(
        version is null
            ? $"Migration failed: {message}"
            : string.Create(CultureInfo.InvariantCulture, $"Migration {version:0000} failed: {message}"),
        innerException)
{
    /// <summary>The migration; null when the failure belongs to none, such as a lock that was not granted.</summary>
    public int? Version { get; } = version;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Configuration;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
