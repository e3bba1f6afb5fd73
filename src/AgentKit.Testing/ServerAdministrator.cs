using System.Collections.Concurrent;
using Npgsql;

namespace AgentKit.Testing;

/// <summary>Creates and drops what is ours on a server: databases, and a login where the one that was given is a superuser.</summary>
internal sealed class ServerAdministrator
{
    private const string NamePrefix = "agentkit_throwaway_";
    private const int OldestMajorVersion = 14;

    private readonly NpgsqlConnectionStringBuilder _given;
    private readonly MaintenanceConnection _maintenance;
    private readonly bool _isSuperuser;
    private readonly ConcurrentDictionary<string, byte> _databases = new();
    private string? _login;
    private string? _password;

    private ServerAdministrator(NpgsqlConnectionStringBuilder given, MaintenanceConnection maintenance, Version version, bool isSuperuser)
    {
        _given = given;
        _maintenance = maintenance;
        ServerVersion = version;
        _isSuperuser = isSuperuser;
    }

    public Version ServerVersion { get; }

    /// <summary>What stands between the login and the server, if anything does; the superuser goes past it.</summary>
    public PgBouncer? Pooler { get; set; }

    /// <exception cref="PostgresStartException">The server is too old, or the login may not create databases.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached, or does not let the login in.</exception>
    public static async Task<ServerAdministrator> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var maintenance = new MaintenanceConnection(given);
        var version = await maintenance.ServerVersionAsync(cancellationToken).ConfigureAwait(false);
        if (version.Major < OldestMajorVersion)
        {
            throw new PostgresStartException($"PostgreSQL {version} is too old: {OldestMajorVersion} or later is needed.");
        }

        var rights = await maintenance.QueryAsync(
            """
            SELECT CASE WHEN rolsuper THEN 'superuser' WHEN rolcreatedb THEN 'createdb' ELSE 'none' END
            FROM pg_catalog.pg_roles
            WHERE rolname = current_user
            """,
            parameter: null,
            cancellationToken).ConfigureAwait(false);
        if (rights is ["none"])
        {
            throw new PostgresStartException(
                $"The login of {HostLookup.ConnectionStringVariable} may not create databases. As a superuser of that server: "
                + "ALTER ROLE <login> CREATEDB CREATEROLE;");
        }

        return new ServerAdministrator(given, maintenance, version, isSuperuser: rights is ["superuser"]);
    }

    public string LoginConnectionString(string database) =>
        Pooler?.Through(DirectConnectionString(database)) ?? DirectConnectionString(database);

    public string DirectConnectionString(string database) => new NpgsqlConnectionStringBuilder(_given.ConnectionString)
    {
        Database = database,
        Username = _login ?? _given.Username,
        Password = _password ?? _given.Password,
    }.ConnectionString;

    public string AdminConnectionString(string database) => _isSuperuser
        ? new NpgsqlConnectionStringBuilder(_given.ConnectionString) { Database = database }.ConnectionString
        : throw new InvalidOperationException(
            $"There is no superuser: the login of {HostLookup.ConnectionStringVariable} is an ordinary one. Unset the variable, ask for "
            + $"{nameof(PostgresSource)}.{nameof(PostgresSource.LocalBinaries)}, or put a superuser of a server for tests into it.");

    /// <summary>Creates an ordinary login, because a superuser's sees through row-level security and would make tests worthless.</summary>
    public async Task CreateLoginAsync(CancellationToken cancellationToken)
    {
        if (!_isSuperuser)
        {
            return;
        }

        // Noted before it exists: a creation that is cut off half-way may still have happened.
        _login = NamePrefix + RandomText.Suffix();
        _password = RandomText.Password();
        await _maintenance.ExecuteAsync(
            $"CREATE ROLE {Quote(_login)} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE CREATEDB PASSWORD '{_password}'",
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<ThrowawayDatabase> CreateDatabaseAsync(string? template, CancellationToken cancellationToken)
    {
        var name = NamePrefix + RandomText.Suffix();
        _databases[name] = 0;
        var owner = _login is null ? "" : $" OWNER {Quote(_login)}";
        // template0 is empty on every server; template1 holds what its owner put there.
        var source = template is null ? "TEMPLATE template0 ENCODING 'UTF8'" : $"TEMPLATE {Quote(template)}";
        try
        {
            if (template is not null && Pooler is not null)
            {
                // Connections that only the pooler still holds open: whoever used them has long closed theirs.
                await _maintenance.QueryAsync(
                    "SELECT pg_catalog.pg_terminate_backend(pid)::text FROM pg_catalog.pg_stat_activity WHERE datname = $1 AND state = 'idle'",
                    template,
                    cancellationToken).ConfigureAwait(false);
            }

            await _maintenance.ExecuteAsync($"CREATE DATABASE {Quote(name)}{owner} {source}", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (template is not null && exception.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new InvalidOperationException(
                $"The database '{template}' cannot be copied while connections to it are open. Dispose its data sources first; "
                + "connections that were opened without one stay in a pool until NpgsqlConnection.ClearPool.",
                exception);
        }
        catch (PostgresException exception) when (template is not null && exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            throw new ArgumentException($"There is no database '{template}' to copy.", nameof(template), exception);
        }

        return new ThrowawayDatabase(this, name);
    }

    /// <summary>Drops a database and cuts its connections. A server that is stopped or gone is no error.</summary>
    public async Task DropDatabaseAsync(string name)
    {
        try
        {
            await DropAsync(name).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException || exception.IsTransient)
        {
            // Not there, or shutting down: a cluster of our own goes as a whole, and anybody else's server is tried again at the end.
        }
    }

    /// <summary>Drops all our databases, then our login with whatever it owns.</summary>
    public async Task DropEverythingAsync()
    {
        // Tests may have created databases with the login by themselves; they are as throw-away as it is.
        var databasesOfLogin = await _maintenance.QueryAsync(
            "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.pg_get_userbyid(datdba) = $1",
            _login ?? "",
            CancellationToken.None).ConfigureAwait(false);
        foreach (var database in _databases.Keys.Concat(databasesOfLogin).Distinct())
        {
            await DropAsync(database).ConfigureAwait(false);
        }

        foreach (var login in await _maintenance.QueryAsync(
            "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = $1", _login ?? "", CancellationToken.None).ConfigureAwait(false))
        {
            await _maintenance.ExecuteAsync($"DROP OWNED BY {Quote(login)}", CancellationToken.None).ConfigureAwait(false);
            await _maintenance.ExecuteAsync($"DROP ROLE {Quote(login)}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task DropAsync(string database)
    {
        var sql = $"DROP DATABASE IF EXISTS {Quote(database)} WITH (FORCE)";
        await _maintenance.ExecuteAsync(sql, CancellationToken.None).ConfigureAwait(false);
        _databases.TryRemove(database, out _);
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
