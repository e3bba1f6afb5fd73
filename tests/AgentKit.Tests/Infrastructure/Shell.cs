using System.Diagnostics;
using AgentKit.Testing;
using Npgsql;

namespace AgentKit.Tests.Infrastructure;

/// <summary>What a database administrator types: a POSIX shell in the repository, with psql at hand.</summary>
internal static class Shell
{
    private static readonly string Psql = OperatingSystem.IsWindows() ? "psql.exe" : "psql";

    /// <summary>Runs a script; psql connects as the connection string says where the script does not.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script, string connectionString)
    {
        var login = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("sh", ["-e", "-c", script])
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}{PsqlFolder()}",
                ["PGHOST"] = login.Host,
                ["PGPORT"] = login.Port.ToString(),
                ["PGDATABASE"] = login.Database,
                ["PGUSER"] = login.Username,
                ["PGPASSWORD"] = login.Password,
            },
        };

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output + await errors;
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"Exit code {process.ExitCode} of: {script}\n{text}");
    }

    private static string PsqlFolder()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var server = PostgresBinaries.Find(chosen: null, HostLookup.Machine, lookedIn: [])?.Folder;
        return path.Append(server).FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, Psql)))
            ?? throw new InvalidOperationException("These tests run psql; it is neither on the PATH nor beside the server programs.");
    }
}
