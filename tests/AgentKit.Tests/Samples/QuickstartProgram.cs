using System.Diagnostics;

namespace AgentKit.Tests.Samples;

/// <summary>The quickstart as its user starts it: a process, its output in a pipe, its temporary files in a folder that can be looked at.</summary>
internal static class QuickstartProgram
{
    public static async Task<QuickstartOutcome> RunAsync(string temporaryFolder, Action<Process, string>? onLine, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "AgentKit.Quickstart.dll") },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporaryFolder, ["TMP"] = temporaryFolder, ["TEMP"] = temporaryFolder, ["CLICOLOR_FORCE"] = "1" },
        };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line.TrimEnd());
            onLine?.Invoke(process, line);
        }

        await process.WaitForExitAsync();
        return new QuickstartOutcome(process.ExitCode, lines, await errors);
    }
}
