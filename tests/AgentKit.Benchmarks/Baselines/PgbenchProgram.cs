using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>PostgreSQL's own load generator, written in C: what the server can do when the client costs nearly nothing.</summary>
internal static partial class PgbenchProgram
{
    /// <summary>Where it is installed, or <see langword="null"/>.</summary>
    public static string? Find()
    {
        string[] usual = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(usual.OrderDescending().Select(version => Path.Combine(version, "bin")))
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pgbench.exe" : "pgbench"))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a script so many times in each client, and reads what it has logged.</summary>
    public static async Task<Slice> RunAsync(
        Endpoint endpoint, string script, int clients, int transactions, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("agentkit-pgbench-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.sql");
            await File.WriteAllTextAsync(file, script, cancellationToken);
            var output = await RunAsync(endpoint, folder.FullName, [
                "-n", "-M", "prepared", "-f", file, "-l", $"--log-prefix={Path.Combine(folder.FullName, "log")}",
                "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}", "-t", $"{transactions}",
                .. variables.SelectMany(variable => new[] { "-D", $"{variable.Key}={variable.Value}" }),
            ], cancellationToken);
            var latencies = folder.EnumerateFiles("log.*").SelectMany(log => File.ReadLines(log.FullName)).Select(LatencyOf).ToList();
            var throughput = double.Parse(Throughput().Match(output).Groups["tps"].Value, CultureInfo.InvariantCulture);
            return new Slice { Elapsed = TimeSpan.FromSeconds(latencies.Count / throughput), Latencies = latencies };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(Endpoint endpoint, string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var settings = endpoint.Settings;
        var start = new ProcessStartInfo(Find() ?? throw new Win32Exception("pgbench is not installed."), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = $"{settings.Port}";
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = settings.Password;
        start.Environment["PGDATABASE"] = settings.Database;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"pgbench ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>The third column: microseconds.</summary>
    private static double LatencyOf(string line) => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1_000;

    [GeneratedRegex(@"^tps = (?<tps>[\d.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Throughput();
}
