using Npgsql;

namespace AgentKit.Testing;

/// <summary>
/// One database of a <see cref="ThrowawayPostgres"/>, for one test or test class. Disposing it drops the database and cuts the
/// connections to it. Safe to use from several threads at once.
/// </summary>
public sealed class ThrowawayDatabase : IAsyncDisposable
{
    private readonly ServerAdministrator _administrator;
    private readonly Lazy<Task> _removal;

    internal ThrowawayDatabase(ServerAdministrator administrator, string name)
    {
        _administrator = administrator;
        _removal = new Lazy<Task>(() => administrator.DropDatabaseAsync(name));
        Name = name;
    }

    /// <summary>The name of the database: <c>agentkit_throwaway_</c> and random letters, unique on its server.</summary>
    public string Name { get; }

    /// <summary>The login of <see cref="ThrowawayPostgres.ConnectionString"/>, which owns this database too.</summary>
    public string ConnectionString => _administrator.LoginConnectionString(Name);

    /// <summary>
    /// The same login past a PgBouncer, for what needs a connection of its own, such as <c>LISTEN</c>; without one, the same as
    /// <see cref="ConnectionString"/>.
    /// </summary>
    public string DirectConnectionString => _administrator.DirectConnectionString(Name);

    /// <summary>The superuser's way to this database.</summary>
    /// <exception cref="InvalidOperationException">
    /// The server was found through <c>AGENTKIT_TEST_CONNECTION_STRING</c>, and the login given there is not a superuser.
    /// </exception>
    public string AdminConnectionString => _administrator.AdminConnectionString(Name);

    /// <summary>
    /// Drops the database. May be called several times, also at the same time, and after its server is stopped or gone: then there is
    /// nothing to do.
    /// </summary>
    /// <exception cref="PostgresException">The server refused to drop the database.</exception>
    public async ValueTask DisposeAsync() => await _removal.Value.ConfigureAwait(false);
}
