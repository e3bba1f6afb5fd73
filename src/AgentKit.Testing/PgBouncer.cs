using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace AgentKit.Testing;

/// <summary>A PgBouncer in transaction pooling before a server: made, started and removed like a cluster of our own.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const int PortAttempts = 5;

    private static readonly Version FirstWithStatements = new(1, 22);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] UsualFolders = ["/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];

    private readonly DirectoryInfo _folder;
    private readonly Watchdog? _watchdog;
    private readonly NpgsqlConnectionStringBuilder _superuser;
    private Process? _process;

    private PgBouncer(DirectoryInfo folder, NpgsqlConnectionStringBuilder superuser)
    {
        _folder = folder;
        _superuser = superuser;
        // It finds PgBouncer as it finds a server: by the number in postmaster.pid, and a command line that names the folder.
        _watchdog = Watchdog.Start(folder.FullName, folder.FullName);
    }

    public int Port { get; private set; }

    /// <summary>Whether each client gets its own prepared statements, as from 1.22 on where they are allowed at all; 1.21 keeps them apart, and mixes up who forgets them.</summary>
    public bool KeepsPreparedStatements { get; private set; }

    /// <param name="superuser">The way to the server of somebody who may read the password of any login.</param>
    /// <param name="poolSize">How many connections to the server a pair of database and login has, whatever the number of clients.</param>
    /// <param name="preparedStatements">How many it keeps for its clients on a connection; versions before 1.22 are asked for none.</param>
    /// <param name="host">Where PgBouncer is looked for.</param>
    /// <param name="cancellationToken">Gives up, and removes what had been started.</param>
    /// <exception cref="PostgresStartException">PgBouncer is not installed, or does not start.</exception>
    public static async Task<PgBouncer> StartAsync(
        string superuser, int poolSize, int preparedStatements, HostLookup host, CancellationToken cancellationToken)
    {
        var program = Find(host) ?? throw new PostgresStartException(
            $"pgbouncer is neither on the PATH nor in {string.Join(", ", UsualFolders)}. Install it: apt-get install -y pgbouncer");
        var version = await new Command(program, "--version").RunAsync(cancellationToken).ConfigureAwait(false);
        var knowsStatements = VersionIn(version.Output) >= FirstWithStatements;
        var dropper = await PrivilegeDropper.ForThisProcessAsync(cancellationToken).ConfigureAwait(false);
        var bouncer = new PgBouncer(Directory.CreateTempSubdirectory("agentkit-pgbouncer-"), new(superuser))
        {
            KeepsPreparedStatements = knowsStatements && preparedStatements > 0,
        };
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                bouncer.Port = FreePort.Choose();
                await bouncer.WriteConfigurationAsync(
                    poolSize, knowsStatements ? $"max_prepared_statements = {preparedStatements}" : "", cancellationToken).ConfigureAwait(false);
                await dropper.GiveAsync(bouncer._folder.FullName, cancellationToken).ConfigureAwait(false);
                var command = dropper.Wrap(new Command(program, "-q", bouncer.File("pgbouncer.ini")));
                if (await bouncer.StartsAsync(command, cancellationToken).ConfigureAwait(false))
                {
                    return bouncer;
                }

                // It ends at once where somebody else took the port first.
                if (attempt == PortAttempts)
                {
                    throw new PostgresStartException("PgBouncer did not start.", command.ToString(), bouncer.ReadLog());
                }
            }
        }
        catch
        {
            await bouncer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where it is installed, or <see langword="null"/>.</summary>
    public static string? Find(HostLookup host) =>
        (host.Value("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(UsualFolders)
            .Select(folder => Path.Combine(folder, "pgbouncer"))
            .FirstOrDefault(System.IO.File.Exists);

    /// <summary>The same database and login, by way of PgBouncer.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = "127.0.0.1",
        Port = Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>
    /// Waits until it has noticed that its server is back: for a while after a failure it turns clients away without a try, those of each database
    /// and login by themselves.
    /// </summary>
    public static async Task WaitForServerAsync(string connectionString, CancellationToken cancellationToken)
    {
        while (!await IsLetInAsync(connectionString, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watchdog is not null)
        {
            await _watchdog.CleanUpAsync().ConfigureAwait(false);
            _watchdog.Dispose();
        }

        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true); // stopped before it had written down its number
            }

            await _process.WaitForExitAsync().ConfigureAwait(false);
            _process.Dispose();
        }

        if (Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    private async Task WriteConfigurationAsync(int poolSize, string statements, CancellationToken cancellationToken)
    {
        // Any login may come: its password is looked up on the server, and what the client proves is passed on to it.
        await System.IO.File.WriteAllTextAsync(
            File("users.txt"), $"{Quote(_superuser.Username!)} {Quote(_superuser.Password ?? "")}\n", cancellationToken).ConfigureAwait(false);
        await System.IO.File.WriteAllTextAsync(
            File("pgbouncer.ini"),
            string.Create(CultureInfo.InvariantCulture, $"""
                [databases]
                * = host={_superuser.Host} port={_superuser.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {Port}
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = {File("users.txt")}
                auth_user = {_superuser.Username}
                auth_query = SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1
                pool_mode = transaction
                default_pool_size = {poolSize}
                max_client_conn = 2000
                server_login_retry = 0.1
                server_idle_timeout = 60
                logfile = {File("pgbouncer.log")}
                pidfile = {File("postmaster.pid")}
                log_connections = 0
                log_disconnections = 0
                {statements}

                """),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until somebody is let in, or until it has ended.</summary>
    private async Task<bool> StartsAsync(Command command, CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = command.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine(); // a program blocks when a pipe is full
        _process.BeginErrorReadLine();
        while (!await IsLetInAsync(Through(_superuser.ConnectionString), cancellationToken).ConfigureAwait(false))
        {
            if (_process.HasExited)
            {
                return false;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task<bool> IsLetInAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var knock = new MaintenanceConnection(new(connectionString));
            await knock.ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // not there yet, or it cannot reach its server; the caller's deadline ends the waiting
        }
    }

    /// <summary>It says <c>PgBouncer 1.18.0</c>, and more on other lines.</summary>
    private static Version VersionIn(string output) =>
        output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is ["PgBouncer", var number, ..] && Version.TryParse(number, out var version)
            ? version
            : new Version(0, 0);

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private string ReadLog() => System.IO.File.Exists(File("pgbouncer.log")) ? System.IO.File.ReadAllText(File("pgbouncer.log")) : "";

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
