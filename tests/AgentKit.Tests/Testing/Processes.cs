using System.Diagnostics;
using System.Globalization;

namespace AgentKit.Tests.Testing;

internal static class Processes
{
    public static int OfServerIn(string dataDirectory) =>
        int.Parse(File.ReadLines(Path.Combine(dataDirectory, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Whether a process runs. One that has ended and is only waiting for its parent to take note does not.</summary>
    public static bool Exists(int processId)
    {
        try
        {
            if (Directory.Exists("/proc/self"))
            {
                return !File.ReadLines($"/proc/{processId}/status").Any(line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
            }
        }
        catch (IOException)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until something has become true; the limit only ends a test that would otherwise hang.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Still waiting after a minute: {what}.");
            }

            await Task.Delay(20);
        }
    }
}
