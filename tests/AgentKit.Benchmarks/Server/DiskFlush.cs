using System.Diagnostics;

namespace AgentKit.Benchmarks.Server;

/// <summary>What a commit waits for, whoever sends it.</summary>
internal static class DiskFlush
{
    private const int Page = 8 * 1024;
    private const int Flushes = 50;

    /// <summary>The median time to write a page and flush it to the disk of a folder, in microseconds.</summary>
    public static double Measure(string folder)
    {
        var path = Path.Combine(folder, $"agentkit-flush-{Guid.NewGuid():N}");
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose, preallocationSize: Page);
        var page = new byte[Page];
        var times = new double[Flushes];
        for (var i = 0; i < Flushes; i++)
        {
            var start = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, fileOffset: 0);
            RandomAccess.FlushToDisk(file);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times.Order().ElementAt(Flushes / 2);
    }
}
