using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The preferences in PostgreSQL.</summary>
internal sealed class PostgresPreferenceStore(Database database, AgentKitOptions options, TimeProvider time) : IPreferenceStore
{
    public async Task<Preferences> GetAsync(AgentScope scope, string? userId = null, CancellationToken cancellationToken = default)
    {
        var user = UserOf(scope, userId);
        if (scope.Access == AccessLevel.User && user != scope.UserId)
        {
            throw new AccessDeniedException(scope.Access, "read", $"preferences of user {user}");
        }

        var row = await database.SingleOrDefaultAsync<PreferencesRow>(scope, GetStatement(user), cancellationToken).ConfigureAwait(false);
        return row!.ToPreferences(user);
    }

    public Task<Preferences> UpdateAsync(
        AgentScope scope, PreferenceChange change, string? userId = null, CancellationToken cancellationToken = default)
    {
        var user = UserOf(scope, userId);
        var statement = Fill(database.Statement(PreferenceQueries.Update), change).Set("UserId", user);
        return WriteAsync(scope, user, statement, cancellationToken);
    }

    public Task<Preferences> ResetAsync(AgentScope scope, string? userId = null, CancellationToken cancellationToken = default)
    {
        var user = UserOf(scope, userId);
        return WriteAsync(scope, user, database.Statement(PreferenceQueries.Reset).Set("UserId", user), cancellationToken);
    }

    public async Task<PreferenceLayer> GetDefaultsAsync(AgentScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await database.SingleOrDefaultAsync<PreferenceLayerRow>(
            scope, database.Statement(PreferenceQueries.GetDefaults), cancellationToken).ConfigureAwait(false);
        return row?.ToLayer() ?? new PreferenceLayer();
    }

    public async Task<PreferenceLayer> UpdateDefaultsAsync(
        AgentScope scope, PreferenceChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var statement = Fill(database.Statement(PreferenceQueries.UpdateDefaults), change);
        if (scope.Access != AccessLevel.Service)
        {
            throw new AccessDeniedException(scope.Access, "change", "the default preferences of the workspace");
        }

        var result = await database.WriteAsync<PreferenceLayerRow>(
            scope, statement, database.Statement(PreferenceQueries.GetDefaults), cancellationToken).ConfigureAwait(false);
        return result.Diagnosis!.ToLayer();
    }

    private async Task<Preferences> WriteAsync(AgentScope scope, string user, Statement write, CancellationToken cancellationToken)
    {
        // The policies refuse it as well, but a reset silently.
        if (scope.Access != AccessLevel.Service && user != scope.UserId)
        {
            throw new AccessDeniedException(scope.Access, "change", $"preferences of user {user}");
        }

        var result = await database.WriteAsync<PreferencesRow>(scope, write, GetStatement(user), cancellationToken).ConfigureAwait(false);
        return result.Diagnosis!.ToPreferences(user);
    }

    private Statement GetStatement(string user) => database.Statement(PreferenceQueries.Get).Set("UserId", user);

    private Statement Fill(Statement statement, PreferenceChange change)
    {
        PreferenceGuard.Check(change);
        return statement
            .Set("Now", time.GetUtcNow())
            .Set("AutoExecuteLevel", change.AutoExecuteLevel is { } level ? AutoExecuteLevelNames.Of(level) : null)
            .Set("Locale", change.Locale)
            .Set("TimeZoneId", change.TimeZoneId)
            .Set("ResponseStyle", change.ResponseStyle)
            .Set("Metadata", StoredJson.Write(change.Metadata, options.Limits.MetadataBytes, nameof(change.Metadata)))
            .Set("RemovedMetadata", change.RemovedMetadata.ToArray())
            .Set("Unset", PreferenceFieldNames.Of(change.Unset));
    }

    private static string UserOf(AgentScope scope, string? userId)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return TextGuard.Optional(userId, AgentScope.MaxIdLength, nameof(userId))
            ?? scope.UserId
            ?? throw new ArgumentException("The scope has no user: say whose preferences are meant.", nameof(userId));
    }
}
