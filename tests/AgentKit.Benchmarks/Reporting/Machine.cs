using System.Runtime.InteropServices;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>Where a run took place, as far as it matters to the figures.</summary>
internal sealed record Machine(int Cores, long MemoryGigabytes, string System, string Runtime, string PostgreSql)
{
    public static Machine Of(Version postgreSql) => new(
        Environment.ProcessorCount,
        (long)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30)),
        OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "other",
        RuntimeInformation.FrameworkDescription,
        $"PostgreSQL {postgreSql.Major}.{postgreSql.Minor}");

    public override string ToString() =>
        $"{Cores} cores, {MemoryGigabytes} GB of memory, {System}, {Runtime}, {PostgreSql}; client and server share the machine";
}
