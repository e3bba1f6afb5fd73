using System.Diagnostics;
using System.Threading.Channels;

namespace AgentKit.Tests.Samples;

/// <summary>
/// A sample as its user starts it: a process, its output in pipes, its temporary files in a folder that can be looked at. Whatever a test
/// does, the process is gone when this is disposed.
/// </summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    /// <summary>Only ends a test that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _heard = [];
    private readonly Task<string> _errors;

    private SampleProcess(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    public Process Process { get; }

    /// <summary>The lines that were waited for, and those before them.</summary>
    public IReadOnlyList<string> Heard => _heard;

    /// <param name="assembly">The program.</param>
    /// <param name="temporaryFolder">Where it makes its temporary files.</param>
    /// <param name="environment">What is set for it besides.</param>
    /// <param name="args">The command line.</param>
    public static SampleProcess Start(
        string assembly, string temporaryFolder, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, assembly) },
            UseShellExecute = false,
            WorkingDirectory = temporaryFolder, // what belongs to a program lies beside it, not here
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporaryFolder, ["TMP"] = temporaryFolder, ["TEMP"] = temporaryFolder },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return new SampleProcess(Process.Start(start)!);
    }

    /// <param name="name">As <c>kill</c> calls it: INT, TERM.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Process.Id}"]);
        kill.WaitForExit();
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
    public async Task<SampleOutcome> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            _heard.Add(line);
        }

        await Process.WaitForExitAsync(limit.Token);
        return new SampleOutcome(Process.ExitCode, _heard, (await _errors).Trim());
    }

    /// <summary>SIGKILL: it has no say in it.</summary>
    public Task<SampleOutcome> KillAsync()
    {
        Process.Kill();
        return EndAsync();
    }

    /// <summary>Ends its input, as the death of its parent would.</summary>
    public Task<SampleOutcome> CloseInputAsync()
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
