using System.Globalization;
using Npgsql;

namespace AgentKit.Testing;

/// <summary>A cluster in a temporary folder: made, started, stopped and removed.</summary>
internal sealed class LocalCluster : IPostgresServer
{
    private const string Superuser = "postgres";
    private const int PortAttempts = 5;
    private const int NotRunning = 3;

    private readonly PostgresBinaries _binaries;
    private readonly PrivilegeDropper _dropper;
    private readonly ThrowawayPostgresOptions _options;
    private readonly ClusterFolder _folder;
    private readonly string _password = RandomText.Password();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    private LocalCluster(PostgresBinaries binaries, PrivilegeDropper dropper, ThrowawayPostgresOptions options, ClusterFolder folder)
    {
        _binaries = binaries;
        _dropper = dropper;
        _options = options;
        _folder = folder;
    }

    public PostgresSource Source => PostgresSource.LocalBinaries;

    public string Description => $"The server made with {_binaries.Folder}";

    public string DataDirectory => _folder.Data;

    public int Port { get; private set; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = "postgres",
        Username = Superuser,
        Password = _password,
        // The server has neither, and to ask for Kerberos makes the runtime print a complaint where its library is missing.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    internal ClusterFolder Folder => _folder;

    /// <exception cref="PostgresStartException">It did not start; what had been made is removed.</exception>
    public static async Task<LocalCluster> StartAsync(PostgresBinaries binaries, ThrowawayPostgresOptions options, StartDeadline deadline)
    {
        LocalCluster? cluster = null;
        try
        {
            var dropper = await PrivilegeDropper.ForThisProcessAsync(deadline.Token).ConfigureAwait(false);
            var folder = await ClusterFolder.CreateAsync(options.ParentDirectory, binaries, dropper).ConfigureAwait(false);
            cluster = new LocalCluster(binaries, dropper, options, folder);
            await cluster.InitializeAsync(deadline.Token).ConfigureAwait(false);
            await cluster.StartOnFreePortAsync(deadline.Token).ConfigureAwait(false);
            return cluster;
        }
        catch (Exception exception)
        {
            var log = cluster?._folder.ReadLogTail();
            if (cluster is not null)
            {
                await cluster.DisposeAsync().ConfigureAwait(false);
            }

            if (exception is OperationCanceledException && deadline.HasExpired)
            {
                throw new PostgresStartException($"PostgreSQL did not start within {deadline.Timeout}.", null, log, exception);
            }

            throw;
        }
    }

    public async Task StopAsync(bool immediate, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await IsRunningAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var stop = _folder.Stop(immediate, _options.StartTimeout);
            await RunAsync(stop, "PostgreSQL did not stop", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await IsRunningAsync(cancellationToken).ConfigureAwait(false))
            {
                await RunAsync(StartCommand(), "PostgreSQL did not start again", cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // After a stop or a restart that is under way. The semaphore itself holds nothing to dispose, and others may still wait for it.
        await _oneAtATime.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _folder.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(_folder.Path, "password");
        await File.WriteAllTextAsync(passwordFile, _password + "\n", cancellationToken).ConfigureAwait(false);
        await _dropper.GiveAsync(_folder.Path, cancellationToken).ConfigureAwait(false);

        // Bytes decide the order of text, as they do in C, the same on every machine; C.UTF-8 adds upper and lower case beyond ASCII
        // where the machine has it, which initdb finds out before it does anything else.
        var result = await InitDb("C.UTF-8", passwordFile).RunAsync(cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            await RunAsync(InitDb("C", passwordFile), "The cluster could not be made", cancellationToken).ConfigureAwait(false);
        }

        File.Delete(passwordFile);
        await File.AppendAllTextAsync(
            Path.Combine(_folder.Data, "postgresql.conf"),
            ServerSettings.ToConfiguration(ServerSettings.For(_options)) + "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n",
            cancellationToken).ConfigureAwait(false);
    }

    private async Task StartOnFreePortAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Choose();
            var command = StartCommand();
            var result = await command.RunAsync(cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                return;
            }

            // A port that is taken now was lost to somebody else between the choice and the start.
            if (attempt == PortAttempts || FreePort.IsFree(Port))
            {
                throw Failure("PostgreSQL did not start", command, result);
            }
        }
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        var status = _dropper.Wrap(new Command(_binaries.PgCtl, "status", "-D", _folder.Data));
        var result = await status.RunAsync(cancellationToken).ConfigureAwait(false);
        return result.ExitCode != NotRunning;
    }

    private async Task RunAsync(Command command, string failure, CancellationToken cancellationToken)
    {
        var result = await command.RunAsync(cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw Failure(failure, command, result);
        }
    }

    private PostgresStartException Failure(string message, Command command, CommandResult result) => new(
        $"{message} (exit code {result.ExitCode}{(_dropper.User is { } user ? $", as user '{user}'" : "")}).",
        command.ToString(),
        $"{result.Output}{Environment.NewLine}{_folder.ReadLogTail()}");

    private Command InitDb(string characterType, string passwordFile) => _dropper.Wrap(new Command(
        _binaries.InitDb,
        "--pgdata", _folder.Data,
        "--username", Superuser,
        "--pwfile", passwordFile,
        "--auth", "scram-sha-256",
        "--encoding", "UTF8",
        "--locale", "C",
        "--lc-ctype", characterType,
        "--no-sync"));

    private Command StartCommand() => _dropper.Wrap(new Command(
        _binaries.PgCtl,
        "start",
        "-D", _folder.Data,
        "-l", _folder.Log,
        "-o", $"-p {Port.ToString(CultureInfo.InvariantCulture)}",
        "-w",
        "-t", ClusterFolder.Seconds(_options.StartTimeout)));
}
