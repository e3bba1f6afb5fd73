using System.Globalization;

namespace AgentKit.Testing;

/// <summary>The temporary folder of a cluster, and how it is got rid of together with the server in it.</summary>
internal sealed class ClusterFolder : IAsyncDisposable
{
    private const int LinesOfLog = 25;
    private const int RemovalAttempts = 20;

    private readonly PostgresBinaries _binaries;
    private readonly PrivilegeDropper _dropper;
    private readonly Watchdog? _watchdog;

    private ClusterFolder(string path, PostgresBinaries binaries, PrivilegeDropper dropper)
    {
        Path = path;
        Data = System.IO.Path.Combine(path, "data");
        Log = System.IO.Path.Combine(path, "server.log");
        _binaries = binaries;
        _dropper = dropper;
        _watchdog = Watchdog.Start(path, Data);
    }

    public string Path { get; }

    public string Data { get; }

    public string Log { get; }

    internal int? WatchdogProcessId => _watchdog?.ProcessId;

    /// <summary>Makes the folder, open to nobody but its owner.</summary>
    public static async Task<ClusterFolder> CreateAsync(string? parent, PostgresBinaries binaries, PrivilegeDropper dropper)
    {
        var path = System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), "agentkit-postgres-" + RandomText.Suffix());
        path = System.IO.Path.GetFullPath(path);
        // The watchdog comes first: between the folder and the watchdog this process could be killed.
        var folder = new ClusterFolder(path, binaries, dropper);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await folder.DisposeAsync().ConfigureAwait(false);
            throw new PostgresStartException($"The folder '{path}' could not be made: {exception.Message}", innerException: exception);
        }
    }

    public static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public Command Stop(bool immediate, TimeSpan timeout) => _dropper.Wrap(new Command(
        _binaries.PgCtl, "stop", "-D", Data, "-m", immediate ? "immediate" : "fast", "-w", "-t", Seconds(timeout)));

    /// <summary>The end of the server's log; empty when there is none.</summary>
    public string ReadLogTail()
    {
        try
        {
            using var stream = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return string.Join(Environment.NewLine, reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(LinesOfLog));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watchdog is not null)
        {
            await _watchdog.CleanUpAsync().ConfigureAwait(false);
            _watchdog.Dispose();
        }

        // Without a watchdog (Windows, or somebody killed it) the same is done from here.
        if (Directory.Exists(Path))
        {
            await RemoveAsync().ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync()
    {
        if (File.Exists(System.IO.Path.Combine(Data, "postmaster.pid")))
        {
            await Stop(immediate: true, TimeSpan.FromSeconds(10)).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception exception) when (attempt < RemovalAttempts && exception is IOException or UnauthorizedAccessException)
            {
                // Windows refuses while a process that is just ending still holds a file.
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }
}
