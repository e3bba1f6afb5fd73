using System.Diagnostics;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>
/// Runs a block as a process of its own, so that the connection string is in the environment of that process alone. Beside the program lie
/// the packages, as after a publish.
/// </summary>
internal static class BlockRunner
{
    /// <summary>Exit code and everything that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(CodeBlock block, string connectionString)
    {
        var folder = Directory.CreateTempSubdirectory("agentkit-docs-");
        try
        {
            var program = Path.Combine(folder.FullName, "Block.dll");
            BlockCompiler.Emit(block, program);
            foreach (var package in CompilerReferences.Packages)
            {
                File.Copy(package, Path.Combine(folder.FullName, Path.GetFileName(package)));
            }

            File.Copy(
                Path.Combine(AppContext.BaseDirectory, $"{typeof(BlockRunner).Assembly.GetName().Name}.runtimeconfig.json"),
                Path.Combine(folder.FullName, "Block.runtimeconfig.json"));

            return await StartAsync(program, connectionString);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string program, string connectionString)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet", ["exec", program])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [AgentKitOptions.ConnectionStringVariable] = connectionString },
        };

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
