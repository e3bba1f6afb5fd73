using Npgsql;

namespace AgentKit.Testing;

/// <summary>
/// A PostgreSQL for one test run, with an empty database and an ordinary login, removed when it is disposed and when the process
/// exits; a server that was started for it is removed also when the process is killed.
/// </summary>
/// <remarks>
/// <para>
/// It is the first of: the server behind the environment variable <c>AGENTKIT_TEST_CONNECTION_STRING</c>; a new cluster made with the
/// server programs of this machine; a container, in builds made with <c>-p:UseTestcontainers=true</c>.
/// </para>
/// <para>
/// Starting takes a second or two, so one instance usually serves all tests of an assembly, with a database for each test or test class
/// from <see cref="CreateDatabaseAsync"/>. All members are safe to use from several threads at once.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// await using var postgres = await ThrowawayPostgres.StartAsync();
/// await using var dataSource = NpgsqlDataSource.Create(postgres.ConnectionString);
/// </code>
/// </example>
public sealed class ThrowawayPostgres : IAsyncDisposable
{
    // Long enough for an immediate shutdown (the server allows its children five seconds) and the removal of the folder.
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(15);

    // Enough for tests that hold several open at once; a server of our own has 200.
    private const int PooledConnections = 40;

    private readonly IPostgresServer _server;
    private readonly ServerAdministrator _administrator;
    private readonly Lazy<Task> _removal;
    private ThrowawayDatabase? _database;

    private ThrowawayPostgres(IPostgresServer server, ServerAdministrator administrator)
    {
        _server = server;
        _administrator = administrator;
        _removal = new Lazy<Task>(RemoveAsync);
        // The subscription also keeps an instance alive of which only the connection string is still held.
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Where the server was found.</summary>
    public PostgresSource Source => _server.Source;

    /// <summary>The version of the server, for example 15.18.</summary>
    public Version ServerVersion => _administrator.ServerVersion;

    /// <summary>
    /// The name of the database of <see cref="ConnectionString"/>; also a template for <see cref="CreateDatabaseAsync"/>, while nobody is
    /// connected to it.
    /// </summary>
    public string DatabaseName => Database.Name;

    /// <summary>
    /// An ordinary login (<c>NOSUPERUSER NOBYPASSRLS CREATEROLE CREATEDB</c>) that owns an empty database. With
    /// <see cref="PostgresSource.Environment"/> it is the login of the environment variable, unless that is a superuser.
    /// </summary>
    public string ConnectionString => Database.ConnectionString;

    /// <summary>
    /// The same login past a PgBouncer, for what needs a connection of its own, such as <c>LISTEN</c>; without one, the same as
    /// <see cref="ConnectionString"/>.
    /// </summary>
    public string DirectConnectionString => Database.DirectConnectionString;

    /// <summary>The superuser's way to the same database, for tests that need to break things.</summary>
    /// <exception cref="InvalidOperationException">
    /// The server was found through <c>AGENTKIT_TEST_CONNECTION_STRING</c>, and the login given there is not a superuser.
    /// </exception>
    public string AdminConnectionString => Database.AdminConnectionString;

    /// <summary>
    /// The folder of the cluster's data; <see langword="null"/> unless <see cref="Source"/> is
    /// <see cref="PostgresSource.LocalBinaries"/>.
    /// </summary>
    public string? DataDirectory => _server.DataDirectory;

    /// <summary>
    /// The TCP port that the server has on this machine; 0 with <see cref="PostgresSource.Environment"/>, whose server may be anywhere.
    /// </summary>
    public int Port => _server.Port;

    internal IPostgresServer Server => _server;

    private ThrowawayDatabase Database => _database ?? throw new InvalidOperationException("The server has no database yet.");

    /// <summary>Finds a PostgreSQL, starts it where it is not running, and creates a login and an empty database in it.</summary>
    /// <param name="options">What the server should be like; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Gives up and removes what had been started.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or a setting is one that may not be given.</exception>
    /// <exception cref="PostgresNotFoundException">There is none; the message says how to install it.</exception>
    /// <exception cref="PostgresStartException">One was found, but does not start, does not answer or takes no database.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static Task<ThrowawayPostgres> StartAsync(
        ThrowawayPostgresOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StartAsync(options ?? new ThrowawayPostgresOptions(), HostLookup.Machine, cancellationToken);

    internal static async Task<ThrowawayPostgres> StartAsync(
        ThrowawayPostgresOptions options,
        HostLookup host,
        CancellationToken cancellationToken)
    {
        ThrowawayPostgresOptions.Validate(options);
        using var deadline = new StartDeadline(options.StartTimeout, cancellationToken);
        var server = await ServerFinder.StartAsync(options, host, deadline).ConfigureAwait(false);
        ThrowawayPostgres? postgres = null;
        try
        {
            var administrator = await ServerAdministrator
                .ConnectAsync(server.ConnectionString, deadline.Token).ConfigureAwait(false);
            postgres = new ThrowawayPostgres(server, administrator);
            await administrator.CreateLoginAsync(deadline.Token).ConfigureAwait(false);
            if (options.BehindPgBouncer)
            {
                var superuser = administrator.AdminConnectionString("postgres");
                administrator.Pooler = await PgBouncer
                    .StartAsync(superuser, PooledConnections, preparedStatements: 0, host, deadline.Token).ConfigureAwait(false);
            }

            postgres._database = await administrator.CreateDatabaseAsync(template: null, deadline.Token).ConfigureAwait(false);
            return postgres;
        }
        catch (Exception exception)
        {
            await ((IAsyncDisposable?)postgres ?? server).DisposeAsync().ConfigureAwait(false);
            throw Translate(exception, server, deadline);
        }
    }

    /// <summary>Creates another database, owned by the same login.</summary>
    /// <param name="template">
    /// The name of a database to copy, schema and rows, or <see langword="null"/> for an empty one. A copy is much faster than running
    /// migrations again. No connection to the template may be open, not even an idle one in a pool: dispose its data source first.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The database; it is dropped when it is disposed, and at the latest with this server.</returns>
    /// <exception cref="InvalidOperationException">Somebody is connected to <paramref name="template"/>.</exception>
    /// <exception cref="ArgumentException">There is no database <paramref name="template"/>.</exception>
    /// <exception cref="ObjectDisposedException">This server has been disposed.</exception>
    /// <exception cref="NpgsqlException">The server does not answer, or refuses.</exception>
    public async Task<ThrowawayDatabase> CreateDatabaseAsync(string? template = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_removal.IsValueCreated, this);
        return await _administrator.CreateDatabaseAsync(template, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops the server and keeps its data, for tests of what a program does without its database. Does nothing if it is stopped.
    /// </summary>
    /// <param name="immediate">
    /// <see langword="true"/> is a crash: no checkpoint, connections cut, recovery at the next start. <see langword="false"/> (the
    /// default) is an orderly shutdown that disconnects everybody.
    /// </param>
    /// <param name="cancellationToken">Stops waiting; the server may stop nevertheless.</param>
    /// <exception cref="InvalidOperationException"><see cref="Source"/> is not <see cref="PostgresSource.LocalBinaries"/>.</exception>
    /// <exception cref="PostgresStartException">
    /// The server did not stop within <see cref="ThrowawayPostgresOptions.StartTimeout"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">This server has been disposed.</exception>
    public Task StopServerAsync(bool immediate = false, CancellationToken cancellationToken = default) =>
        OwnCluster().StopAsync(immediate, cancellationToken);

    /// <summary>Starts the server again after <see cref="StopServerAsync"/>, on the same port. Does nothing if it is running.</summary>
    /// <param name="cancellationToken">Stops waiting; the server may start nevertheless.</param>
    /// <exception cref="InvalidOperationException"><see cref="Source"/> is not <see cref="PostgresSource.LocalBinaries"/>.</exception>
    /// <exception cref="PostgresStartException">The server did not start; the message ends with its log.</exception>
    /// <exception cref="ObjectDisposedException">This server has been disposed.</exception>
    public async Task StartServerAsync(CancellationToken cancellationToken = default)
    {
        await OwnCluster().RestartAsync(cancellationToken).ConfigureAwait(false);
        if (_administrator.Pooler is not null)
        {
            await PgBouncer.WaitForServerAsync(ConnectionString, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes everything: of a cluster of our own the processes and the folder, of somebody else's server our databases and our login.
    /// Connections that are still open are cut. May be called several times, also at the same time.
    /// </summary>
    /// <exception cref="NpgsqlException">The server of the environment refused to drop something of ours.</exception>
    public async ValueTask DisposeAsync() => await _removal.Value.ConfigureAwait(false);

    private static Exception Translate(Exception exception, IPostgresServer server, StartDeadline deadline) => exception switch
    {
        OperationCanceledException when deadline.HasExpired =>
            new PostgresStartException($"{server.Description} took no database within {deadline.Timeout}.", innerException: exception),
        NpgsqlException =>
            new PostgresStartException($"{server.Description}: {exception.Message}", innerException: exception),
        _ => exception,
    };

    private LocalCluster OwnCluster()
    {
        ObjectDisposedException.ThrowIf(_removal.IsValueCreated, this);
        return _server as LocalCluster ?? throw new InvalidOperationException(
            $"This server's source is {Source}; only one of {nameof(PostgresSource.LocalBinaries)} can be stopped and started. "
            + $"Ask for it with {nameof(ThrowawayPostgresOptions)}.{nameof(ThrowawayPostgresOptions.Source)}.");
    }

    private async Task RemoveAsync()
    {
        try
        {
            if (_administrator.Pooler is { } pooler)
            {
                await pooler.DisposeAsync().ConfigureAwait(false);
            }

            // The others vanish whole.
            if (Source == PostgresSource.Environment)
            {
                await _administrator.DropEverythingAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await _server.DisposeAsync().ConfigureAwait(false);
            // Last, so that a process that exits in the middle of this waits for it.
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        try
        {
            // Nothing can be awaited here: when this handler returns, the process is gone.
            Task.Run(() => _removal.Value).Wait(ExitPatience);
        }
        catch (AggregateException)
        {
            // Nobody is left to hear of it, and an exception at this point would end the process with a crash report.
        }
    }
}
