using System.Globalization;
using AgentKit.Testing;
using Npgsql;

namespace AgentKit.Tests.HighAvailability;

/// <summary>A streaming replica of a throw-away server: a copy of its files, made while it is stopped, that follows it from then on.</summary>
internal sealed class StandbyServer : IAsyncDisposable
{
    private readonly PostgresBinaries _binaries;
    private readonly PrivilegeDropper _dropper;
    private readonly ClusterFolder _folder;

    private StandbyServer(PostgresBinaries binaries, PrivilegeDropper dropper, ClusterFolder folder) =>
        (_binaries, _dropper, _folder) = (binaries, dropper, folder);

    public int Port { get; private set; }

    /// <summary>Restarts the primary, and returns when the replica receives what it writes.</summary>
    public static async Task<StandbyServer> StartAsync(ThrowawayPostgres primary)
    {
        var binaries = PostgresBinaries.Find(null, HostLookup.Machine, [])!; // the ones that the primary was made with
        var dropper = await PrivilegeDropper.ForThisProcessAsync(CancellationToken.None);
        var standby = new StandbyServer(binaries, dropper, await ClusterFolder.CreateAsync(null, binaries, dropper));
        try
        {
            await primary.StopServerAsync();
            standby.Copy(primary);
            await dropper.GiveAsync(standby._folder.Path, CancellationToken.None);
            await primary.StartServerAsync();
            await standby.StartAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same login and database, on this server.</summary>
    public string At(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = Port }.ConnectionString;

    /// <summary>Makes it the primary.</summary>
    public Task PromoteAsync() => RunAsync("promote", "-D", _folder.Data, "-w");

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private void Copy(ThrowawayPostgres primary)
    {
        CopyFolder(new DirectoryInfo(primary.DataDirectory!), _folder.Data);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var admin = new NpgsqlConnectionStringBuilder(primary.AdminConnectionString);
        File.WriteAllText(Path.Combine(_folder.Data, "standby.signal"), "");
        File.AppendAllText(
            Path.Combine(_folder.Data, "postgresql.auto.conf"),
            $"primary_conninfo = 'host={admin.Host} port={admin.Port} user={admin.Username} password={admin.Password}'\n");
    }

    private async Task StartAsync()
    {
        Port = FreePort.Choose();
        await RunAsync(
            "start", "-D", _folder.Data, "-l", _folder.Log, "-o", $"-p {Port.ToString(CultureInfo.InvariantCulture)}", "-w", "-t", "60");
    }

    private async Task RunAsync(params string[] arguments)
    {
        var command = _dropper.Wrap(new Command(_binaries.PgCtl, arguments));
        var result = await command.RunAsync(CancellationToken.None);
        if (!result.Succeeded)
        {
            throw new PostgresStartException("The standby did not obey.", command.ToString(), result.Output + _folder.ReadLogTail());
        }
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories())
        {
            CopyFolder(folder, Path.Combine(to, folder.Name));
        }
    }
}
