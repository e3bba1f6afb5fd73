using System.Diagnostics;

namespace AgentKit.Testing;

/// <summary>
/// A small shell process that stops the server and removes its folder as soon as the pipe to this process closes: on disposal,
/// and also when this process is killed, since the kernel closes the pipes of the dead.
/// </summary>
/// <remarks>
/// A pipe rather than a process id: it needs no polling, and cannot be mistaken for another process that got the same id.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    // Only a process whose command line names our data folder is signalled: postmaster.pid may be left over from a crash, and its
    // number given to somebody else since. Immediate shutdown first; the server itself needs up to five seconds for its children.
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' HUP INT QUIT TERM
        folder=$1
        data=$2
        rest=20
        while read -r word; do rest=0; done

        is_server() {
            if [ -d /proc/self ]; then line=$(tr '\000' ' ' <"/proc/$1/cmdline"); else line=$(ps -ww -p "$1" -o args=); fi
            case $line in *"$data"*) return 0 ;; esac
            return 1
        }

        pid=
        round=0
        while [ "$round" -lt 240 ]; do
            round=$((round + 1))
            if read -r found <"$data/postmaster.pid" && [ "$found" -gt 0 ]; then pid=$found; fi
            if [ -n "$pid" ] && is_server "$pid"; then
                if [ "$round" -lt 160 ]; then kill -QUIT "$pid"; else kill -KILL "$pid"; fi
            elif [ -e "$folder" ]; then
                rm -rf "$folder" && continue
            elif [ "$rest" -gt 0 ]; then
                # Killed half-way: an initdb that has only just begun could make the folder again.
                rest=$((rest - 1))
            else
                exit 0
            fi
            sleep 0.05 || sleep 1
        done
        """;

    // Absent on macOS.
    private static readonly string[] SetSidPrograms = ["/usr/bin/setsid", "/bin/setsid"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    internal int ProcessId => _process.Id;

    /// <summary>Starts the watch; <see langword="null"/> on Windows, which has no shell to do it.</summary>
    /// <param name="folder">The folder to remove.</param>
    /// <param name="data">The data folder in it, which names the server's process.</param>
    public static Watchdog? Start(string folder, string data)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string[] shell = ["/bin/sh", "-c", Script, "agentkit-watchdog", folder, data];
        // In a session of its own it outlives a signal to the whole process group, as from Ctrl+C or timeout(1).
        var setsid = SetSidPrograms.FirstOrDefault(File.Exists);
        return new Watchdog((setsid is null ? new Command(shell[0], shell[1..]) : new Command(setsid, shell)).Start());
    }

    /// <summary>Has the server stopped and the folder removed now, and waits for it, within limits.</summary>
    public async Task CleanUpAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // The word tells a caller who waits from a process that died.
            await _process.StandardInput.WriteLineAsync("now").ConfigureAwait(false);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody ended the watchdog; the caller looks after the folder itself.
        }

        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
    }

    public void Dispose() => _process.Dispose();
}
