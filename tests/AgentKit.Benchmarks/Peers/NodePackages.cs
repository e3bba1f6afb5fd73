using System.ComponentModel;
using System.Diagnostics;

namespace AgentKit.Benchmarks.Peers;

/// <summary>The packages of the peers, installed once beside the program.</summary>
internal static class NodePackages
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Peers");

    /// <summary>Installs them.</summary>
    /// <returns>Nothing where all is well, else what is missing.</returns>
    public static async Task<string?> InstallAsync(Action<string> report, CancellationToken cancellationToken)
    {
        if (!await RunsAsync("node", ["--version"], cancellationToken))
        {
            return "node is not installed";
        }

        if (Directory.Exists(Path.Combine(Folder, "node_modules", "pg")))
        {
            return null;
        }

        report("Peers: npm install");
        return await RunsAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], cancellationToken)
            ? null
            : "npm install failed: run it in " + Path.Combine("tests", "AgentKit.Benchmarks", "Peers") + " to see why";
    }

    private static async Task<bool> RunsAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
