using System.Diagnostics;
using System.Threading.Channels;

namespace AgentKit.Tests.Samples;

/// <summary>
/// The approvals sample as its user starts it: a process, its output in pipes, its temporary files in a folder that can be looked at. Whatever
/// a test does, the process is gone when this is disposed.
/// </summary>
internal sealed class ApprovalsProcess : IAsyncDisposable
{
    /// <summary>Only ends a test that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _heard = [];
    private readonly Task<string> _errors;

    private ApprovalsProcess(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    public Process Process { get; }

    /// <summary>The lines that were waited for, and those before them.</summary>
    public IReadOnlyList<string> Heard => _heard;

    /// <param name="temporaryFolder">Where it makes its temporary files.</param>
    /// <param name="connectionString">The database of the roles; null for none.</param>
    /// <param name="args">The command line.</param>
    public static ApprovalsProcess Start(string temporaryFolder, string? connectionString, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "AgentKit.Approvals.dll") },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TMPDIR"] = temporaryFolder,
                ["TMP"] = temporaryFolder,
                ["TEMP"] = temporaryFolder,
                ["CLICOLOR_FORCE"] = "1",
                ["AGENTKIT_CONNECTION_STRING"] = connectionString,
            },
        };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return new ApprovalsProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line with this text in it.</summary>
    public async Task HearAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            _heard.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"It ended without \"{text}\": {string.Join('\n', _heard)}\n{await _errors}");
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ApprovalsOutcome> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            _heard.Add(line);
        }

        await Process.WaitForExitAsync(limit.Token);
        return new ApprovalsOutcome(Process.ExitCode, _heard, (await _errors).Trim());
    }

    /// <summary>SIGKILL: it has no say in it.</summary>
    public Task<ApprovalsOutcome> KillAsync()
    {
        Process.Kill();
        return EndAsync();
    }

    /// <summary>Ends its input, as the death of its parent would.</summary>
    public Task<ApprovalsOutcome> CloseInputAsync()
    {
        Process.StandardInput.Close();
        return EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await Process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(line.TrimEnd());
        }

        _lines.Writer.Complete();
    }
}
