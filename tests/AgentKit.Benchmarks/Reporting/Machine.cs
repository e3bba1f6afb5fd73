using System.Runtime.InteropServices;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>Where a run took place, as far as it matters to the figures.</summary>
internal sealed record Machine(int Cores, long MemoryGigabytes, string System, string Runtime, string PostgreSql, double FlushMicroseconds)
{
    public static Machine Of(BenchmarkServer server) => new(
        Environment.ProcessorCount,
        (long)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30)),
        OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "other",
        RuntimeInformation.FrameworkDescription,
        $"PostgreSQL {server.Version.Major}.{server.Version.Minor}",
        DiskFlush.Measure(server.DataFolder));

    public override string ToString() =>
        $"{Cores} cores, {MemoryGigabytes} GB of memory, {System}, {Runtime}, {PostgreSql}; client and server share the machine, "
        + $"a flush of 8 KB to its disk takes {Words.Number(FlushMicroseconds)} µs";
}
