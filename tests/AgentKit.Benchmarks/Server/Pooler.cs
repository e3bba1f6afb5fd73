using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AgentKit.Benchmarks.Server;

/// <summary>A PgBouncer of the benchmarks' own in transaction pooling, between AgentKit and the server.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    /// <summary>Connections to the server, whatever the number of clients.</summary>
    public const int ServerConnections = 20;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Pooler(Process process, DirectoryInfo folder, Endpoint endpoint) => (_process, _folder, Endpoint) = (process, folder, endpoint);

    /// <summary>Leads through the pooler.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Where it is installed, or <see langword="null"/>.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "pgbouncer"))
            .FirstOrDefault(File.Exists);

    public static async Task<Pooler> StartAsync(string program, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("agentkit-pgbouncer-");
        var port = FreePort();
        var file = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(file, ConfigurationOf(endpoint.Settings, port), cancellationToken);

        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        if (Environment.IsPrivilegedProcess)
        {
            // It refuses to run as root, and reads its settings before it becomes somebody else.
            start.ArgumentList.Add("-u");
            start.ArgumentList.Add("nobody");
        }

        start.ArgumentList.Add(file);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var pooler = new Pooler(process, folder, endpoint.At("127.0.0.1", port));
        try
        {
            await pooler.WaitAsync(cancellationToken);
            return pooler;
        }
        catch
        {
            await pooler.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string ConfigurationOf(NpgsqlConnectionStringBuilder server, int port) => $"""
        [databases]
        * = host={server.Host} port={server.Port} user={server.Username} password='{server.Password}'
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = {ServerConnections}
        max_client_conn = 1000
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        await using var dataSource = NpgsqlDataSource.Create(Endpoint.ConnectionString);
        while (true)
        {
            try
            {
                await using var _ = await dataSource.OpenConnectionAsync(timeout.Token);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
            }
        }
    }
}
